package dev.corridor.payment.usecase;

import dev.corridor.kit.outbox.Outbox;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.sql.Database;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.events.PaymentEvents;
import dev.corridor.payment.store.MicrosecondClock;
import dev.corridor.payment.store.PaymentStore;
import dev.corridor.payment.store.Payments;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** Background job that announces holds that expire soon, and releases holds that have expired. */
public final class HoldExpiry {
    private static final int MAX_EXPIRED_AT_ONCE = 50;

    private final Database database;
    private final Payments payments;
    private final HoldResolver holds;
    private final Outbox outbox = new Outbox();
    private final MicrosecondClock clock;
    private final Duration notice;

    /** @param notice how long before its expiry a hold is announced */
    public HoldExpiry(PaymentStore store, HoldResolver holds, MicrosecondClock clock, Duration notice) {
        this.database = store.database();
        this.payments = store.payments();
        this.holds = holds;
        this.clock = clock;
        this.notice = notice;
    }

    public Future<?> run() {
        return announceAll().compose(done -> expireAll());
    }

    private Future<?> expireAll() {
        return payments.heldUntil(clock.now(), MAX_EXPIRED_AT_ONCE).compose(expired -> expireInTurn(expired, 0));
    }

    /** A hold that cannot be released now does not stop the others: recovery finishes it. */
    private Future<?> expireInTurn(List<Payment> expired, int next) {
        if (next == expired.size()) {
            return Future.succeededFuture();
        }
        Correlation.begin(expired.get(next).correlationId());
        return holds.expire(expired.get(next)).transform(done -> expireInTurn(expired, next + 1));
    }

    private Future<?> announceAll() {
        return database.transaction(connection -> payments.announceExpiry(
                                connection, clock.now().plus(notice))
                        .compose(found -> found.isEmpty()
                                ? Future.succeededFuture(false)
                                : outbox.append(
                                                connection,
                                                List.of(PaymentEvents.holdExpiring(found.get())),
                                                List.of(found.get().correlationId()))
                                        .map(true)))
                .compose(more -> more ? announceAll() : Future.succeededFuture());
    }
}
