package dev.corridor.payment;

import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.runtime.Transports;
import dev.corridor.kit.sql.Database;
import dev.corridor.payment.api.grpc.GrpcPayment;
import dev.corridor.payment.api.rest.PaymentStreams;
import dev.corridor.payment.api.rest.RestHistory;
import dev.corridor.payment.api.rest.RestPayment;
import dev.corridor.payment.store.PaymentFeed;
import dev.corridor.payment.usecase.PaymentComponents;
import dev.corridor.payment.usecase.PaymentSubscriptions;
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
    private PaymentSubscriptions followed;
    private Transports doors;

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
        var parts = new PaymentComponents(vertx, config, database, ownTokens);
        followed = new PaymentSubscriptions(vertx, new PaymentFeed(database));
        var streams = new PaymentStreams(vertx, followed);
        doors = new Transports(runtime, config.doors(), contract, tokens)
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
