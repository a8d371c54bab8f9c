package dev.corridor.ledger;

import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.runtime.Transports;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.Ids;
import dev.corridor.ledger.api.grpc.GrpcAccounts;
import dev.corridor.ledger.api.grpc.GrpcHistory;
import dev.corridor.ledger.api.grpc.GrpcJournal;
import dev.corridor.ledger.api.grpc.GrpcLedger;
import dev.corridor.ledger.api.grpc.GrpcPostings;
import dev.corridor.ledger.api.rest.RestAccounts;
import dev.corridor.ledger.api.rest.RestHistory;
import dev.corridor.ledger.api.rest.RestJournal;
import dev.corridor.ledger.api.rest.RestLedger;
import dev.corridor.ledger.api.rest.RestPostings;
import dev.corridor.ledger.journal.BatchingEngine;
import dev.corridor.ledger.journal.Journal;
import dev.corridor.ledger.journal.JournalFeed;
import dev.corridor.ledger.journal.RecentBatches;
import dev.corridor.ledger.store.Accounts;
import dev.corridor.ledger.store.Entries;
import dev.corridor.ledger.store.Holds;
import dev.corridor.ledger.store.Postings;
import dev.corridor.ledger.store.Refusals;
import dev.corridor.ledger.store.TrialBalances;
import dev.corridor.ledger.usecase.AccountHistory;
import dev.corridor.ledger.usecase.AccountReader;
import dev.corridor.ledger.usecase.JournalExport;
import dev.corridor.ledger.usecase.PostingLookup;
import dev.corridor.ledger.usecase.PostingReversal;
import dev.corridor.ledger.usecase.StatementExport;
import dev.corridor.ledger.usecase.StatementReconciliation;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * Verticle of the ledger: accounts, transfers, balances and statements. One instance an event loop; all share the
 * database and the journal's batching engine.
 */
public final class LedgerVerticle extends VerticleBase {
    private final ServiceRuntime runtime;
    private final LedgerConfig config;
    private final RestContract contract;
    private final TokenVerifier tokens;
    private final BatchingEngine engine;
    private final RecentBatches recent;
    private Database database;
    private Journal journal;
    private GrpcLedger grpc;
    private Transports transports;

    /**
     * @param engine shared by all instances
     * @param recent shared by all instances
     */
    public LedgerVerticle(
            ServiceRuntime runtime,
            LedgerConfig config,
            RestContract contract,
            TokenVerifier tokens,
            BatchingEngine engine,
            RecentBatches recent) {
        this.runtime = runtime;
        this.config = config;
        this.contract = contract;
        this.tokens = tokens;
        this.engine = engine;
        this.recent = recent;
    }

    @Override
    public Future<?> start() {
        var clock = Clock.systemUTC();
        var ids = Ids.timeOrdered(clock, new SecureRandom());

        database = Database.connect(vertx, config.database());
        var accounts = new Accounts(database, ids, clock);
        var postings = new Postings(database);
        var refusals = new Refusals(database, ids);
        var entries = new Entries(database);
        var holds = new Holds(database);
        var trialBalances = new TrialBalances(database, clock);

        journal = engine.openJournal(vertx);
        var reader = new AccountReader(accounts, holds);
        var history = new AccountHistory(reader, entries);
        var statements = new StatementExport(vertx, history, ids, clock);
        var reconciliation = new StatementReconciliation(vertx, reader, history);
        var journalExport = new JournalExport(vertx, accounts, entries);
        var lookup = new PostingLookup(postings);
        var reversal = new PostingReversal(lookup, journal);

        grpc = new GrpcLedger(
                new GrpcAccounts(accounts, holds, reader),
                new GrpcHistory(history, statements, reconciliation, clock),
                new GrpcPostings(journal, lookup, reversal, refusals),
                new GrpcJournal(vertx, new JournalFeed(database, recent), journalExport, trialBalances, clock));
        var rest = new RestLedger(
                new RestAccounts(accounts, holds, reader),
                new RestHistory(history, statements, reconciliation, clock),
                new RestPostings(journal, lookup, reversal, refusals),
                new RestJournal(journalExport, trialBalances, clock));

        transports = new Transports(runtime, config.transports(), contract, tokens)
                .rest(rest::mount)
                .grpc(grpc::mount)
                .health("database", database::ping);
        return transports.open().onFailure(failed -> journal.close());
    }

    @Override
    public Future<?> stop() {
        grpc.close();
        return transports.drain().transform(drained -> {
            journal.close();
            return database.close();
        });
    }
}
