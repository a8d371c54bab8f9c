package dev.corridor.payment.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.store.PaymentFeed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Use case: subscribe to one's own payments. Every change sends the payment's current state, whichever process made
 * the change. One query, a few times a second, serves all subscriptions. Belongs to one verticle.
 *
 * <pre>
 *   subscribe(cursor) --> catch up from the cursor --> join the shared reader --> close
 *                              | cursor older than the feed's retention
 *                              +--> gap, then new changes only
 * </pre>
 */
public final class PaymentSubscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentSubscriptions.class);
    private static final long PAUSE_MS = 250;

    private final PaymentFeed feed;
    private final Set<PaymentSubscription> subscriptions = new HashSet<>();
    private Instant position = Instant.MAX;
    private boolean reading;

    public PaymentSubscriptions(Vertx vertx, PaymentFeed feed) {
        this.feed = feed;
        vertx.setPeriodic(PAUSE_MS, due -> read());
    }

    /**
     * Starts a subscription.
     *
     * @param cursor cursor of the last change that the client has processed; empty means new changes only
     * @throws Problem cursor_invalid
     */
    public PaymentSubscription subscribe(String userId, Optional<String> cursor, PaymentSubscriber subscriber) {
        var after = cursor.map(PaymentSubscriptions::instant);
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

    /** Reads the missed changes, then joins the shared reader. */
    private Future<?> start(PaymentSubscription subscription, Optional<Instant> after) {
        return feed.now().compose(now -> {
            var oldest = now.minus(PaymentFeed.RETENTION);
            if (after.isEmpty()) {
                subscription.ignoreUntil(now);
            } else if (after.get().isBefore(oldest)) {
                subscription.sendGap();
                subscription.ignoreUntil(now);
            }
            var since = after.filter(time -> !time.isBefore(oldest)).orElse(now);
            return catchUp(subscription, since.minus(PaymentFeed.LOOK_BACK))
                    .onSuccess(caughtUp -> join(subscription, now));
        });
    }

    private void join(PaymentSubscription subscription, Instant now) {
        if (subscriptions.isEmpty() || now.isBefore(position)) {
            position = now;
        }
        if (!subscription.isClosed()) {
            subscriptions.add(subscription);
        }
    }

    private Future<?> catchUp(PaymentSubscription subscription, Instant since) {
        return feed.since(since, Set.of(subscription.userId())).compose(page -> {
            page.changes().forEach(subscription::accept);
            return page.complete() || subscription.isClosed()
                    ? Future.succeededFuture()
                    : catchUp(subscription, page.next());
        });
    }

    private void read() {
        if (reading || subscriptions.isEmpty()) {
            return;
        }
        reading = true;
        readFrom(position.minus(PaymentFeed.LOOK_BACK))
                .onFailure(failure -> LOG.atWarn().setCause(failure).log("payment changes could not be read"))
                .onComplete(done -> reading = false);
    }

    private Future<?> readFrom(Instant since) {
        var userIds = subscriptions.stream().map(PaymentSubscription::userId).collect(Collectors.toSet());
        return feed.since(since, userIds).compose(page -> {
            page.changes().forEach(this::dispatch);
            var oldestReturned = page.next().minus(PaymentFeed.LOOK_BACK);
            subscriptions.forEach(subscription -> subscription.forgetBefore(oldestReturned));
            position = page.next();
            return page.complete() ? Future.succeededFuture() : readFrom(page.next());
        });
    }

    private void dispatch(PaymentFeed.Change change) {
        subscriptions.stream()
                .filter(subscription -> subscription.userId().equals(change.userId()))
                .toList()
                .forEach(subscription -> subscription.accept(change));
    }

    static String cursor(Instant at) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at));
    }

    private static Instant instant(String cursor) {
        try {
            return Instant.EPOCH.plus(Long.parseLong(cursor), ChronoUnit.MICROS);
        } catch (ArithmeticException | DateTimeException | NumberFormatException invalid) {
            throw PaymentError.CURSOR_INVALID.problem();
        }
    }
}
