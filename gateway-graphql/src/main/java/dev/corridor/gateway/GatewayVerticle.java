package dev.corridor.gateway;

import dev.corridor.gateway.api.graphql.GraphqlEngine;
import dev.corridor.gateway.api.rest.RestGraphql;
import dev.corridor.gateway.client.ServiceClients;
import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.runtime.Transports;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Verticle that serves GraphQL. One instance runs per event loop; all share the engine with its schema and parsed queries. */
public final class GatewayVerticle extends VerticleBase {
    private final ServiceRuntime runtime;
    private final GatewayConfig config;
    private final RestContract contract;
    private final TokenVerifier tokens;
    private final GraphqlEngine engine;
    private Transports transports;

    public GatewayVerticle(
            ServiceRuntime runtime,
            GatewayConfig config,
            RestContract contract,
            TokenVerifier tokens,
            GraphqlEngine engine) {
        this.runtime = runtime;
        this.config = config;
        this.contract = contract;
        this.tokens = tokens;
        this.engine = engine;
    }

    @Override
    public Future<?> start() {
        var services = new ServiceClients(
                ServiceClient.connect(vertx, "profile", config.profile()),
                ServiceClient.connect(vertx, "ledger", config.ledger()),
                ServiceClient.connect(vertx, "forex", config.forex()),
                ServiceClient.connect(vertx, "payment", config.payment()));

        transports = new Transports(runtime, config.transports(), contract, tokens)
                .rest(new RestGraphql(engine, services)::mount);
        return transports.open();
    }

    @Override
    public Future<?> stop() {
        return transports.drain();
    }
}
