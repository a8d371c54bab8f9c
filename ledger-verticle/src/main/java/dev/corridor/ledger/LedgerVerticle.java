package dev.corridor.ledger;

import dev.corridor.kit.door.RestContract;
import dev.corridor.kit.door.ServiceDoors;
import dev.corridor.kit.id.Ids;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.service.ServiceRuntime;
import dev.corridor.kit.store.Database;
import dev.corridor.ledger.api.GrpcLedger;
import dev.corridor.ledger.api.RestLedger;
import dev.corridor.ledger.store.Accounts;
import dev.corridor.ledger.store.Entries;
import dev.corridor.ledger.store.Journal;
import dev.corridor.ledger.store.Postings;
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
    private Database database;
    private ServiceDoors doors;

    public LedgerVerticle(ServiceRuntime runtime, LedgerConfig config, RestContract contract, TokenVerifier tokens) {
        this.runtime = runtime;
        this.config = config;
        this.contract = contract;
        this.tokens = tokens;
    }

    @Override
    public Future<?> start() {
        var clock = Clock.systemUTC();
        database = Database.connect(vertx, config.database());
        var accounts = new Accounts(database, Ids.timeOrdered(clock, new SecureRandom()), clock);
        var postings = new Postings(database);
        var journal = new Journal(vertx, database, accounts, postings, config.journal(), clock, runtime.metrics());
        var ledger = new Ledger(accounts, new Entries(database), postings, journal);

        doors = new ServiceDoors(runtime, config.doors(), contract, tokens)
                .rest(new RestLedger(ledger)::mount)
                .grpc(new GrpcLedger(ledger)::mount)
                .health("database", database::ping);
        return doors.open();
    }

    @Override
    public Future<?> stop() {
        return doors.drain().transform(drained -> database.close());
    }
}
