package dev.corridor.ledger;

import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.runtime.Transports;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.Ids;
import dev.corridor.ledger.api.grpc.GrpcLedger;
import dev.corridor.ledger.api.rest.RestLedger;
import dev.corridor.ledger.journal.BatchWriter;
import dev.corridor.ledger.journal.Journal;
import dev.corridor.ledger.journal.JournalFeed;
import dev.corridor.ledger.journal.RecentBatches;
import dev.corridor.ledger.store.Accounts;
import dev.corridor.ledger.store.Entries;
import dev.corridor.ledger.store.Holds;
import dev.corridor.ledger.store.Postings;
import dev.corridor.ledger.store.Refusals;
import dev.corridor.ledger.store.TrialBalances;
import dev.corridor.ledger.usecase.HoldExpiry;
import dev.corridor.ledger.usecase.Ledger;
import dev.corridor.ledger.usecase.LedgerDocuments;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import java.time.Clock;

/** Books: accounts, transfers, balances, statements. One instance per event loop; all share the database. */
public final class LedgerVerticle extends VerticleBase {
    private final ServiceRuntime runtime;
    private final LedgerConfig config;
    private final RestContract contract;
    private final TokenVerifier tokens;
    private final RecentBatches recent;
    private Database database;
    private HoldExpiry expiry;
    private GrpcLedger grpc;
    private Transports doors;

    /** @param recent shared by all instances */
    public LedgerVerticle(
            ServiceRuntime runtime,
            LedgerConfig config,
            RestContract contract,
            TokenVerifier tokens,
            RecentBatches recent) {
        this.runtime = runtime;
        this.config = config;
        this.contract = contract;
        this.tokens = tokens;
        this.recent = recent;
    }

    @Override
    public Future<?> start() {
        var clock = Clock.systemUTC();
        var ids = Ids.timeOrdered(clock, new SecureRandom());
        database = Database.connect(vertx, config.database());
        var accounts = new Accounts(database, ids, clock);
        var postings = new Postings(database, ids);
        var entries = new Entries(database);
        var holds = new Holds(database);
        var limits = config.journal();
        var transactions =
                new BatchWriter(database, accounts, postings, limits.knownAccounts(), clock, runtime.metrics());
        var journal = new Journal(vertx, transactions, recent, limits, runtime.metrics());
        var ledger = new Ledger(
                accounts,
                entries,
                postings,
                holds,
                new Refusals(database),
                new TrialBalances(database, clock),
                journal);
        var documents = new LedgerDocuments(vertx, ledger, accounts, entries, ids, clock);
        expiry = new HoldExpiry(vertx, holds, journal, clock);
        grpc = new GrpcLedger(vertx, ledger, documents, new JournalFeed(database, recent), clock);

        doors = new Transports(runtime, config.doors(), contract, tokens)
                .rest(new RestLedger(ledger, documents, clock)::mount)
                .grpc(grpc::mount)
                .health("database", database::ping);
        expiry.start();
        return doors.open();
    }

    @Override
    public Future<?> stop() {
        expiry.stop();
        grpc.close();
        return doors.drain().transform(drained -> database.close());
    }
}
