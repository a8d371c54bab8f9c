package dev.corridor.payment.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.store.PaymentFeed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
 * People who follow their own payments: each payment as it stands, whenever it has changed. The database is asked a few times a
 * second for all of them together, whichever process made the change. Belongs to one verticle.
 */
public final class PaymentSubscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentSubscriptions.class);
    private static final long PAUSE_MS = 250;
    private static final int MOST_FOLLOWERS = 10_000;

    private final Vertx vertx;
    private final PaymentFeed feed;
    private final Set<PaymentSubscriber> followers = new HashSet<>();
    private Instant position = Instant.MAX;
    private boolean reading;

    /** Where a follower is told. */
    public interface Outlet {
        boolean isFull();

        /** @param cursor from where to go on after this one */
        void tell(Payment payment, String cursor);

        /** What happened after the cursor is too long ago to be told; what follows is from now on. */
        void gap();

        void end();
    }

    public PaymentSubscriptions(Vertx vertx, PaymentFeed feed) {
        this.vertx = vertx;
        this.feed = feed;
        vertx.setPeriodic(PAUSE_MS, due -> read());
    }

    /**
     * @param cursor of the last change that the follower has dealt with; empty: from now on
     * @throws Problem cursor_invalid, unavailable when there are too many followers
     */
    public PaymentSubscriber follow(String person, Optional<String> cursor, Outlet outlet) {
        if (followers.size() >= MOST_FOLLOWERS) {
            throw Problem.of(StandardError.UNAVAILABLE, "Too many streams are open.");
        }
        var after = cursor.map(PaymentSubscriptions::instant);
        var follower = new PaymentSubscriber(person, outlet);
        begin(follower, after)
                .onFailure(failure -> LOG.atWarn().setCause(failure).log("a stream can't begin"))
                .onFailure(failure -> outlet.end());
        return follower;
    }

    public void leave(PaymentSubscriber follower) {
        followers.remove(follower);
        follower.leave();
    }

    /** Ends all streams: their clients come back with their cursors. */
    public void close() {
        List.copyOf(followers).forEach(PaymentSubscriber::end);
    }

    /** What was missed is read first; then the follower is told with the others. */
    private Future<?> begin(PaymentSubscriber follower, Optional<Instant> after) {
        return feed.now().compose(now -> {
            if (after.isEmpty()) {
                follower.ignoreUntil(now);
            } else if (after.get().isBefore(now.minus(PaymentFeed.REACH))) {
                follower.gap();
                follower.ignoreUntil(now);
            }
            return catchUp(
                            follower,
                            after.filter(since -> !since.isBefore(now.minus(PaymentFeed.REACH)))
                                    .orElse(now)
                                    .minus(PaymentFeed.LOOK_BACK))
                    .onSuccess(caughtUp -> join(follower, now));
        });
    }

    private void join(PaymentSubscriber follower, Instant now) {
        if (followers.isEmpty() || now.isBefore(position)) {
            position = now;
        }
        if (!follower.hasLeft()) {
            followers.add(follower);
        }
    }

    private Future<?> catchUp(PaymentSubscriber follower, Instant since) {
        return feed.since(since, Set.of(follower.person())).compose(page -> {
            page.changes().forEach(follower::see);
            return page.complete() || follower.hasLeft() ? Future.succeededFuture() : catchUp(follower, page.next());
        });
    }

    private void read() {
        if (reading || followers.isEmpty()) {
            return;
        }
        reading = true;
        readOn(position.minus(PaymentFeed.LOOK_BACK))
                .onFailure(failure -> LOG.atWarn().setCause(failure).log("followers are not told just now"))
                .onComplete(done -> reading = false);
    }

    private Future<?> readOn(Instant since) {
        var people = followers.stream().map(PaymentSubscriber::person).collect(Collectors.toSet());
        return feed.since(since, people).compose(page -> {
            page.changes().forEach(change -> followers.stream()
                    .filter(follower -> follower.person().equals(change.person()))
                    .toList()
                    .forEach(follower -> follower.see(change)));
            followers.forEach(follower -> follower.forgetBefore(page.next().minus(PaymentFeed.LOOK_BACK)));
            position = page.next();
            return page.complete() ? Future.succeededFuture() : readOn(page.next());
        });
    }

    static String cursor(Instant at) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at));
    }

    private static Instant instant(String cursor) {
        try {
            return Instant.EPOCH.plus(Long.parseLong(cursor), ChronoUnit.MICROS);
        } catch (ArithmeticException | java.time.DateTimeException | NumberFormatException notOurs) {
            throw PaymentError.CURSOR_INVALID.problem();
        }
    }
}
