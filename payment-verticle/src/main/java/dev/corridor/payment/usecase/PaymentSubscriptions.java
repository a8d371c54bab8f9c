package dev.corridor.payment.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.payment.domain.query.FeedCursor;
import dev.corridor.payment.store.CommittedBatches;
import dev.corridor.payment.store.PaymentFeed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Use case: subscribe to one's own payments. Every change sends the payment's current state, whichever process made
 * the change. One query, a few times a second, serves all subscriptions. Belongs to one verticle.
 *
 * <pre>
 *   subscribe(cursor) --> catch up from the cursor --> join the shared reader --> close
 *                              | cursor of another life, or older than the feed's retention
 *                              +--> gap, then new changes only
 * </pre>
 */
public final class PaymentSubscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentSubscriptions.class);
    private static final long PAUSE_MS = 250;

    private final PaymentFeed feed;
    private final CommittedBatches batches;
    private final Set<PaymentSubscription> subscriptions = new HashSet<>();
    private Future<UUID> epoch = Future.failedFuture("not read");
    private boolean reading;

    public PaymentSubscriptions(Vertx vertx, PaymentFeed feed, CommittedBatches batches) {
        this.feed = feed;
        this.batches = batches;
        vertx.setPeriodic(PAUSE_MS, due -> read());
    }

    /**
     * Starts a subscription.
     *
     * @param cursor cursor of the last change that the client has processed; empty means new changes only
     * @throws Problem cursor_invalid
     */
    public PaymentSubscription subscribe(String userId, Optional<String> cursor, PaymentSubscriber subscriber) {
        var after = cursor.map(FeedCursor::parse);
        var subscription = new PaymentSubscription(userId, subscriber);
        start(subscription, after)
                .onFailure(failure -> LOG.atWarn().setCause(failure).log("a payment subscription could not start"))
                .onFailure(failure -> subscription.end());
        return subscription;
    }

    public void unsubscribe(PaymentSubscription subscription) {
        subscriptions.remove(subscription);
        subscription.close();
    }

    /** Ends all streams. Their clients subscribe again with their cursors. */
    public void close() {
        List.copyOf(subscriptions).forEach(PaymentSubscription::end);
    }

    /** Reads the missed changes, then joins the shared reader at the position that was settled before. */
    private Future<?> start(PaymentSubscription subscription, Optional<FeedCursor> after) {
        return Future.all(epoch(), batches.settled(0)).compose(both -> {
            CommittedBatches.Settled settled = both.resultAt(1);
            if (after.isPresent() && !canResume(after.get(), both.resultAt(0), settled)) {
                subscription.sendGap();
            } else if (after.isPresent()) {
                return catchUp(subscription, after.get(), settled).onSuccess(done -> join(subscription, settled));
            }
            join(subscription, settled);
            return Future.succeededFuture();
        });
    }

    private static boolean canResume(FeedCursor cursor, UUID epoch, CommittedBatches.Settled settled) {
        return cursor.epoch().equals(epoch)
                && cursor.position() <= settled.newest()
                && !cursor.begunAt().isBefore(settled.now().minus(PaymentFeed.RETENTION));
    }

    private void join(PaymentSubscription subscription, CommittedBatches.Settled settled) {
        subscription.settle(settled);
        if (!subscription.isClosed()) {
            subscriptions.add(subscription);
        }
    }

    private Future<?> catchUp(PaymentSubscription subscription, FeedCursor after, CommittedBatches.Settled settled) {
        return feed.after(after, Set.of(subscription.userId())).compose(page -> {
            page.changes().forEach(change -> subscription.accept(change, cursor(after.epoch(), change, settled)));
            return page.complete() || subscription.isClosed()
                    ? Future.succeededFuture()
                    : catchUp(subscription, page.next(), settled);
        });
    }

    private void read() {
        if (reading || subscriptions.isEmpty()) {
            return;
        }
        reading = true;
        var readers = List.copyOf(subscriptions);
        var oldest = readers.stream()
                .map(PaymentSubscription::settled)
                .min(Comparator.comparingLong(CommittedBatches.Settled::position))
                .orElseThrow();
        readAfter(oldest, readers)
                .onFailure(failure -> LOG.atWarn().setCause(failure).log("payment changes could not be read"))
                .onComplete(done -> reading = false);
    }

    /** Batches are read before changes, so every change up to the settled position is among the changes. */
    private Future<?> readAfter(CommittedBatches.Settled before, List<PaymentSubscription> readers) {
        return Future.all(epoch(), batches.settled(before.position())).compose(both -> {
            CommittedBatches.Settled settled = both.resultAt(1);
            if (settled.newest() == before.position()) {
                return Future.succeededFuture();
            }
            var after = new FeedCursor(both.resultAt(0), before.position(), FeedCursor.WHOLE_BATCH, before.begunAt());
            var byUser = readers.stream().collect(Collectors.groupingBy(PaymentSubscription::userId));
            return dispatch(after, byUser, settled)
                    .onSuccess(done -> readers.forEach(reader -> reader.settle(settled)));
        });
    }

    private Future<?> dispatch(
            FeedCursor after, Map<String, List<PaymentSubscription>> byUser, CommittedBatches.Settled settled) {
        return feed.after(after, byUser.keySet()).compose(page -> {
            for (var change : page.changes()) {
                var cursor = cursor(after.epoch(), change, settled);
                byUser.get(change.userId()).forEach(reader -> reader.accept(change, cursor));
            }
            return page.complete() ? Future.succeededFuture() : dispatch(page.next(), byUser, settled);
        });
    }

    /** The cursor after a change; before the batches in flight, if the change is later than one of them. */
    private static FeedCursor cursor(UUID epoch, PaymentFeed.Change change, CommittedBatches.Settled settled) {
        return change.position() <= settled.position()
                ? new FeedCursor(epoch, change.position(), change.payment().id(), change.at())
                : new FeedCursor(epoch, settled.position(), FeedCursor.WHOLE_BATCH, settled.begunAt());
    }

    private Future<UUID> epoch() {
        if (epoch.failed()) {
            epoch = feed.epoch();
        }
        return epoch;
    }
}
