package dev.corridor.payment;

import dev.corridor.kit.door.RestContract;
import dev.corridor.kit.door.ServiceDoors;
import dev.corridor.kit.id.Ids;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.rpc.ServiceClient;
import dev.corridor.kit.service.ServiceRuntime;
import dev.corridor.kit.store.Database;
import dev.corridor.kit.store.Outbox;
import dev.corridor.payment.api.GrpcPayment;
import dev.corridor.payment.api.RestPayment;
import dev.corridor.payment.peers.ForexPrices;
import dev.corridor.payment.peers.LedgerBooks;
import dev.corridor.payment.peers.ProfileDirectory;
import dev.corridor.payment.store.Payments;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import java.time.Clock;

/** Payments: money from one person to another, exactly once. One instance per event loop; all share the database. */
public final class PaymentVerticle extends VerticleBase {
    private final ServiceRuntime runtime;
    private final PaymentConfig config;
    private final RestContract contract;
    private final TokenVerifier tokens;
    private final ServiceTokens ownTokens;
    private Database database;
    private ServiceDoors doors;

    public PaymentVerticle(
            ServiceRuntime runtime,
            PaymentConfig config,
            RestContract contract,
            TokenVerifier tokens,
            ServiceTokens ownTokens) {
        this.runtime = runtime;
        this.config = config;
        this.contract = contract;
        this.tokens = tokens;
        this.ownTokens = ownTokens;
    }

    @Override
    public Future<?> start() {
        var profile = new ProfileDirectory(ServiceClient.connect(vertx, "profile", config.profile()), ownTokens);
        var forex = new ForexPrices(ServiceClient.connect(vertx, "forex", config.forex()));
        var ledger = new LedgerBooks(ServiceClient.connect(vertx, "ledger", config.ledger()), ownTokens);

        database = Database.connect(vertx, config.database());
        var clock = Clock.systemUTC();
        var outbox = new Outbox();
        var payments = new Payments(database, config.lease());
        var preparation = new Preparation(profile, forex, ledger);
        var settlement = new Settlement(database, payments, ledger, outbox, clock);
        var newId = Ids.timeOrdered(clock, new SecureRandom());
        var processing = new Processing(database, payments, preparation, settlement, outbox, clock, newId);
        var history = new History(payments);

        doors = new ServiceDoors(runtime, config.doors(), contract, tokens)
                .rest(new RestPayment(processing, history)::mount)
                .grpc(new GrpcPayment(processing, history)::mount)
                .health("database", database::ping);
        return doors.open();
    }

    @Override
    public Future<?> stop() {
        return doors.drain().transform(drained -> database.close());
    }
}
