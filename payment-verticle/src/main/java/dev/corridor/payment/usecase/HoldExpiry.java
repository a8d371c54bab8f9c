package dev.corridor.payment.usecase;

import dev.corridor.kit.outbox.Outbox;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.sql.Database;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.events.PaymentEvents;
import dev.corridor.payment.store.Payments;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** Watches the holds: announces those that will lapse soon, and gives back the money of those that have. */
public final class HoldExpiry {
    private static final int AT_ONCE = 50;

    private final Database database;
    private final Payments payments;
    private final HoldProcessing holds;
    private final Outbox outbox;
    private final MicrosecondClock clock;
    private final Duration notice;

    /** @param notice how long before its end a hold is announced */
    public HoldExpiry(
            Database database,
            Payments payments,
            HoldProcessing holds,
            Outbox outbox,
            MicrosecondClock clock,
            Duration notice) {
        this.database = database;
        this.payments = payments;
        this.holds = holds;
        this.outbox = outbox;
        this.clock = clock;
        this.notice = notice;
    }

    public Future<?> look() {
        return announce().compose(done -> expire());
    }

    private Future<?> expire() {
        return payments.heldUntil(clock.now(), AT_ONCE).compose(lapsed -> oneByOne(lapsed, 0));
    }

    /** A hold that can't be given back now does not keep the others waiting: recovery goes on with it. */
    private Future<?> oneByOne(List<Payment> lapsed, int next) {
        if (next == lapsed.size()) {
            return Future.succeededFuture();
        }
        Correlation.begin(lapsed.get(next).correlationId());
        return holds.expire(lapsed.get(next)).transform(done -> oneByOne(lapsed, next + 1));
    }

    private Future<?> announce() {
        return database.transaction(connection -> payments.announceLapse(
                                connection, clock.now().plus(notice))
                        .compose(found -> found.isEmpty()
                                ? Future.succeededFuture(false)
                                : outbox.append(
                                                connection,
                                                List.of(PaymentEvents.holdLapses(found.get())),
                                                List.of(found.get().correlationId()))
                                        .map(true)))
                .compose(more -> more ? announce() : Future.succeededFuture());
    }
}
