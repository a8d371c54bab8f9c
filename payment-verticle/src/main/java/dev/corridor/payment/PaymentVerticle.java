package dev.corridor.payment;

import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.runtime.Transports;
import dev.corridor.kit.sql.Database;
import dev.corridor.payment.api.grpc.GrpcPaymentStream;
import dev.corridor.payment.api.grpc.GrpcPayments;
import dev.corridor.payment.api.rest.RestPaymentQueries;
import dev.corridor.payment.api.rest.RestPaymentStream;
import dev.corridor.payment.api.rest.RestPayments;
import dev.corridor.payment.client.PeerClients;
import dev.corridor.payment.store.PaymentStore;
import dev.corridor.payment.usecase.PaymentSubscriptions;
import dev.corridor.payment.usecase.PaymentUseCases;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;

/**
 * Verticle that serves payments over REST and gRPC. One instance for each event loop; all of them share the database.
 */
public final class PaymentVerticle extends VerticleBase {
    private final ServiceRuntime runtime;
    private final PaymentConfig config;
    private final RestContract contract;
    private final TokenVerifier tokens;
    private final ServiceTokens ownTokens;
    private Database database;
    private PaymentSubscriptions subscriptions;
    private Transports transports;

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
        var store = PaymentStore.of(database, config.lease(), config.keyTtl());
        var peers = PeerClients.connect(vertx, config.profile(), config.forex(), config.ledger(), ownTokens);
        var useCases = PaymentUseCases.of(peers, store, Clock.systemUTC());
        subscriptions = new PaymentSubscriptions(vertx, store.feed(), store.batches());
        transports = new Transports(runtime, config.transports(), contract, tokens)
                .rest(new RestPayments(useCases)::mount)
                .rest(new RestPaymentQueries(useCases.queries())::mount)
                .rest(new RestPaymentStream(vertx, subscriptions)::mount)
                .grpc(new GrpcPayments(useCases)::mount)
                .grpc(new GrpcPaymentStream(subscriptions)::mount)
                .health("database", database::ping);
        return transports.open();
    }

    @Override
    public Future<?> stop() {
        subscriptions.close();
        return transports.drain().transform(drained -> database.close());
    }
}
