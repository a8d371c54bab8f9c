package dev.corridor.payment.usecase;

import dev.corridor.kit.outbox.Outbox;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.vertx.CallerContext;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.events.PaymentEvents;
import dev.corridor.payment.store.MicrosecondClock;
import dev.corridor.payment.store.PaymentStore;
import dev.corridor.payment.store.Payments;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;

/** Background job that announces holds that expire soon, and releases holds that have expired. */
public final class HoldExpiry {
    private static final int BATCH = 200;

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

    /** Announces and expires some holds; completes with whether there are more. */
    public Future<Boolean> run() {
        return announce().compose(moreToAnnounce -> expire().map(moreToExpire -> moreToAnnounce || moreToExpire));
    }

    private Future<Boolean> expire() {
        return payments.heldUntil(clock.now(), BATCH)
                .compose(expired ->
                        Future.join(expired.stream().map(this::expire).toList()).map(done -> expired.size() == BATCH));
    }

    /** A hold that cannot be released now does not stop the others: recovery finishes it. */
    private Future<?> expire(Payment held) {
        return CallerContext.apart(() -> {
                    Correlation.begin(held.correlationId());
                    return holds.expire(held);
                })
                .otherwiseEmpty();
    }

    private Future<Boolean> announce() {
        return database.transaction(connection -> payments.announceExpiry(
                                connection, clock.now().plus(notice), BATCH)
                        .compose(found -> found.isEmpty()
                                ? Future.succeededFuture(found)
                                : append(connection, found).map(found)))
                .map(found -> found.size() == BATCH);
    }

    private Future<?> append(SqlConnection connection, List<Payment> announced) {
        return outbox.append(
                connection,
                announced.stream().map(PaymentEvents::holdExpiring).toList(),
                announced.stream().map(Payment::correlationId).toList());
    }
}
