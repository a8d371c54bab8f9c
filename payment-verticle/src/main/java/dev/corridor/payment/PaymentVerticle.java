package dev.corridor.payment;

import dev.corridor.kit.door.RestContract;
import dev.corridor.kit.door.ServiceDoors;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.service.ServiceRuntime;
import dev.corridor.kit.store.Database;
import dev.corridor.payment.api.GrpcPayment;
import dev.corridor.payment.api.PaymentStreams;
import dev.corridor.payment.api.RestHistory;
import dev.corridor.payment.api.RestPayment;
import dev.corridor.payment.store.PaymentFeed;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Payments: money from one person to another, exactly once. One instance per event loop; all share the database. */
public final class PaymentVerticle extends VerticleBase {
    private final ServiceRuntime runtime;
    private final PaymentConfig config;
    private final RestContract contract;
    private final TokenVerifier tokens;
    private final ServiceTokens ownTokens;
    private Database database;
    private OwnPayments followed;
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
        database = Database.connect(vertx, config.database());
        var parts = new PaymentParts(vertx, config, database, ownTokens);
        followed = new OwnPayments(vertx, new PaymentFeed(database));
        var streams = new PaymentStreams(vertx, followed);
        doors = new ServiceDoors(runtime, config.doors(), contract, tokens)
                .rest(new RestPayment(parts.processing, parts.preparation, parts.holds, parts.refunds)::mount)
                .rest(new RestHistory(parts.history)::mount)
                .rest(streams::mountRest)
                .grpc(
                        new GrpcPayment(parts.processing, parts.preparation, parts.holds, parts.refunds, parts.history)
                                ::mount)
                .grpc(streams::mountGrpc)
                .health("database", database::ping);
        return doors.open();
    }

    @Override
    public Future<?> stop() {
        followed.close();
        return doors.drain().transform(drained -> database.close());
    }
}
