package dev.corridor.ledger;

import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.Ids;
import dev.corridor.ledger.journal.BatchWriter;
import dev.corridor.ledger.journal.BatchingEngine;
import dev.corridor.ledger.journal.Journal;
import dev.corridor.ledger.journal.RecentBatches;
import dev.corridor.ledger.store.Accounts;
import dev.corridor.ledger.store.Holds;
import dev.corridor.ledger.store.Postings;
import dev.corridor.ledger.store.Refusals;
import dev.corridor.ledger.usecase.HoldExpiry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * Verticle of the journal: the batching engine and the expiry of holds, with connections of their own. One instance a
 * process, whatever the number of {@link LedgerVerticle}s.
 */
public final class JournalVerticle extends VerticleBase {
    /** Connections beside those of the batches in flight, for the expiry of holds. */
    private static final int OTHER_CONNECTIONS = 1;

    private final ServiceRuntime runtime;
    private final LedgerConfig config;
    private final RecentBatches recent;
    private Database database;
    private BatchingEngine engine;
    private Journal journal;
    private HoldExpiry expiry;

    public JournalVerticle(ServiceRuntime runtime, LedgerConfig config, RecentBatches recent) {
        this.runtime = runtime;
        this.config = config;
        this.recent = recent;
    }

    @Override
    public Future<?> start() {
        var clock = Clock.systemUTC();
        var ids = Ids.timeOrdered(clock, new SecureRandom());
        var limits = config.journal();

        database =
                Database.connect(vertx, config.database().withPoolSize(limits.batchesInFlight() + OTHER_CONNECTIONS));
        var writer = new BatchWriter(
                database,
                new Accounts(database, ids, clock),
                new Postings(database),
                new Refusals(database, ids),
                limits.cachedAccounts(),
                clock,
                runtime.metrics());
        engine = new BatchingEngine(vertx, writer, recent, limits, runtime.metrics());
        journal = engine.openJournal(vertx);
        expiry = new HoldExpiry(vertx, new Holds(database), journal, clock, runtime.metrics());
        expiry.start();
        return Future.succeededFuture();
    }

    /** The engine of the started verticle. */
    BatchingEngine engine() {
        return engine;
    }

    /** Waits until the other verticles have answered their last callers. */
    @Override
    public Future<?> stop() {
        expiry.stop();
        journal.close();
        return engine.closed().transform(closed -> database.close());
    }
}
