package dev.corridor.payment;

import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.sql.Database;
import dev.corridor.payment.client.PeerClients;
import dev.corridor.payment.store.MicrosecondClock;
import dev.corridor.payment.store.PaymentStore;
import dev.corridor.payment.usecase.HoldExpiry;
import dev.corridor.payment.usecase.PaymentRecovery;
import dev.corridor.payment.usecase.PaymentUseCases;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verticle that runs the background jobs every second: recovery of unfinished payments, expiry of holds, and deletion
 * of expired idempotency keys and changes. One instance for each process; any number of processes may run it.
 */
public final class RecoveryVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryVerticle.class);
    private static final long PAUSE_MS = 1_000;
    private static final int CONNECTIONS = 2;
    private static final Duration BATCH_PATIENCE = Duration.ofSeconds(5);

    private final ServiceRuntime runtime;
    private final PaymentConfig config;
    private final ServiceTokens ownTokens;
    private Database database;
    private PaymentStore store;
    private PaymentRecovery recovery;
    private HoldExpiry expiry;
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
        store = PaymentStore.of(database, config.lease(), config.keyTtl());
        var clock = Clock.systemUTC();
        var peers = PeerClients.connect(vertx, config.profile(), config.forex(), config.ledger(), ownTokens);
        var useCases = PaymentUseCases.of(peers, store, clock);
        recovery = new PaymentRecovery(
                store.unfinished(), useCases.execution(), useCases.refundExecution(), runtime.metrics());
        expiry = new HoldExpiry(store, useCases.holds(), new MicrosecondClock(clock), config.expiryNotice());
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
            vertx.setTimer(PAUSE_MS, due -> round = runJobs().onComplete(done -> scheduleRound()));
        }
    }

    /** A job that fails does not stop the others; it runs again in the next round. */
    private Future<?> runJobs() {
        return run("payments could not be recovered", recovery::finishAll)
                .compose(done -> run("holds could not be expired", expiry::run))
                .compose(done -> run("expired idempotency keys could not be deleted", store.keys()::deleteExpired))
                .compose(done -> run("expired payment changes could not be deleted", store.feed()::deleteExpired))
                .compose(done -> run("settled batches could not be deleted", store.batches()::deleteSettled))
                .compose(done -> run("missing batches could not be settled", () -> store.batches()
                        .takeMissing(BATCH_PATIENCE)));
    }

    private static Future<?> run(String failureMessage, Supplier<Future<?>> job) {
        return job.get()
                .onFailure(failure -> LOG.atWarn().setCause(failure).log(failureMessage))
                .transform(done -> Future.succeededFuture());
    }
}
