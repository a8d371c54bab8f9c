package dev.corridor.payment;

import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.sql.Database;
import dev.corridor.payment.store.IdempotencyKeys;
import dev.corridor.payment.store.PaymentFeed;
import dev.corridor.payment.usecase.HoldExpiry;
import dev.corridor.payment.usecase.PaymentComponents;
import dev.corridor.payment.usecase.PaymentRecovery;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nobody asks for and has to be done: unfinished payments are finished, holds end, old keys and changes are forgotten. Every second, one
 * a process; processes don't get in each other's way.
 */
public final class RecoveryVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryVerticle.class);
    private static final long PAUSE_MS = 1_000;
    private static final int CONNECTIONS = 2;

    private final ServiceRuntime runtime;
    private final PaymentConfig config;
    private final ServiceTokens ownTokens;
    private Database database;
    private PaymentRecovery recovery;
    private HoldExpiry holds;
    private IdempotencyKeys keys;
    private PaymentFeed feed;
    private Future<?> round = Future.succeededFuture();
    private boolean stopping;

    public RecoveryVerticle(ServiceRuntime runtime, PaymentConfig config, ServiceTokens ownTokens) {
        this.runtime = runtime;
        this.config = config;
        this.ownTokens = ownTokens;
    }

    @Override
    public Future<?> start() {
        database = Database.connect(vertx, config.database().withPoolSize(CONNECTIONS));
        var parts = new PaymentComponents(vertx, config, database, ownTokens);
        recovery = new PaymentRecovery(parts.payments, parts.settlement, parts.refunds, runtime.metrics());
        holds = new HoldExpiry(database, parts.payments, parts.holds, parts.outbox, parts.clock, config.lapseNotice());
        keys = parts.keys;
        feed = new PaymentFeed(database);
        scheduleRound();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return round.transform(finished -> database.close());
    }

    private void scheduleRound() {
        if (!stopping) {
            vertx.setTimer(PAUSE_MS, due -> round = doAll().onComplete(done -> scheduleRound()));
        }
    }

    /** What fails keeps nothing else from being done. */
    private Future<?> doAll() {
        return attempt("payments wait for recovery", recovery::finishAll)
                .compose(done -> attempt("holds wait for their end", holds::look))
                .compose(done -> attempt("old keys are still kept", keys::forgetOld))
                .compose(done -> attempt("old changes are still kept", feed::forgetOld));
    }

    private static Future<?> attempt(String otherwise, Supplier<Future<?>> work) {
        return work.get()
                .onFailure(failure -> LOG.atWarn().setCause(failure).log(otherwise))
                .transform(done -> Future.succeededFuture());
    }
}
