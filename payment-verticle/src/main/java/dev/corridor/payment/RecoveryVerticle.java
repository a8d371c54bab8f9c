package dev.corridor.payment;

import dev.corridor.kit.concurrency.RepeatedJob;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.RowCleanup;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Verticle that runs the background jobs, each at its own pace: recovery of unfinished payments, expiry of holds, and deletion
 * of expired idempotency keys and changes. One instance for each process; any number of processes may run it.
 */
public final class RecoveryVerticle extends VerticleBase {
    private static final int CONNECTIONS = 4;
    private static final Duration OFTEN = Duration.ofMillis(250);
    private static final Duration SOMETIMES = Duration.ofSeconds(1);
    private static final Duration BATCH_PATIENCE = Duration.ofSeconds(5);

    private final ServiceRuntime runtime;
    private final PaymentConfig config;
    private final ServiceTokens ownTokens;
    private final List<RepeatedJob> jobs = new ArrayList<>();
    private Database database;
    private RowCleanup cleanup;

    public RecoveryVerticle(ServiceRuntime runtime, PaymentConfig config, ServiceTokens ownTokens) {
        this.runtime = runtime;
        this.config = config;
        this.ownTokens = ownTokens;
    }

    @Override
    public Future<?> start() {
        database = Database.connect(vertx, config.database().withPoolSize(CONNECTIONS));
        var store = PaymentStore.of(database, config.lease(), config.keyTtl());
        var clock = Clock.systemUTC();
        var peers = PeerClients.connect(vertx, config.profile(), config.forex(), config.ledger(), ownTokens);
        var useCases = PaymentUseCases.of(peers, store, clock);
        var metrics = runtime.metrics();
        var recovery =
                new PaymentRecovery(store.unfinished(), useCases.execution(), useCases.refundExecution(), metrics);
        var expiry = new HoldExpiry(store, useCases.holds(), new MicrosecondClock(clock), config.expiryNotice());
        repeat(OFTEN, "payments could not be recovered", recovery::finishBatch);
        repeat(SOMETIMES, "holds could not be expired", expiry::run);
        repeat(SOMETIMES, "settled batches could not be deleted", () -> store.batches()
                .deleteSettled()
                .map(false));
        repeat(SOMETIMES, "missing batches could not be settled", () -> store.batches()
                .takeMissing(BATCH_PATIENCE)
                .map(false));
        cleanup = RowCleanup.start(
                vertx, metrics, store.keys().expired(), store.feed().expired());
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return Future.join(jobs.stream().map(RepeatedJob::stop).toList())
                .transform(ended -> cleanup.stop())
                .transform(ended -> database.close());
    }

    private void repeat(Duration pause, String failureMessage, Supplier<Future<Boolean>> work) {
        jobs.add(new RepeatedJob(vertx, failureMessage, pause, work).start());
    }
}
