package dev.corridor.payment;

import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.rpc.ServiceClient;
import dev.corridor.kit.service.ServiceRuntime;
import dev.corridor.kit.store.Database;
import dev.corridor.kit.store.Outbox;
import dev.corridor.payment.peers.LedgerBooks;
import dev.corridor.payment.store.Payments;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for unfinished payments every second. One a process; processes don't get in each other's way. */
public final class RecoveryVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryVerticle.class);
    private static final long PAUSE_MS = 1_000;

    private final ServiceRuntime runtime;
    private final PaymentConfig config;
    private final ServiceTokens ownTokens;
    private Database database;
    private Recovery recovery;
    private Future<?> round = Future.succeededFuture();
    private boolean stopping;

    public RecoveryVerticle(ServiceRuntime runtime, PaymentConfig config, ServiceTokens ownTokens) {
        this.runtime = runtime;
        this.config = config;
        this.ownTokens = ownTokens;
    }

    @Override
    public Future<?> start() {
        database = Database.connect(vertx, config.database().withPoolSize(1));
        var payments = new Payments(database, config.lease());
        var ledger = new LedgerBooks(ServiceClient.connect(vertx, "ledger", config.ledger()), ownTokens);
        var settlement = new Settlement(database, payments, ledger, new Outbox(), Clock.systemUTC());
        recovery = new Recovery(payments, settlement, runtime.metrics());
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
            vertx.setTimer(
                    PAUSE_MS,
                    due -> round = recovery.finishAll()
                            .onFailure(failure -> LOG.atWarn().setCause(failure).log("payments wait for recovery"))
                            .onComplete(done -> scheduleRound()));
        }
    }
}
