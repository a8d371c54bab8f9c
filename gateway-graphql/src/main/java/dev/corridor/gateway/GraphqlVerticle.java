package dev.corridor.gateway;

import dev.corridor.gateway.api.rest.RestGraphql;
import dev.corridor.gateway.client.ServiceClients;
import dev.corridor.gateway.graph.GraphEngine;
import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.runtime.Transports;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** One graph over the four services. One instance per event loop; all share the schema and what it has parsed. */
public final class GraphqlVerticle extends VerticleBase {
    private final ServiceRuntime runtime;
    private final GatewayConfig config;
    private final RestContract contract;
    private final TokenVerifier tokens;
    private final GraphEngine engine;
    private Transports doors;

    public GraphqlVerticle(
            ServiceRuntime runtime,
            GatewayConfig config,
            RestContract contract,
            TokenVerifier tokens,
            GraphEngine engine) {
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

        doors = new Transports(runtime, config.doors(), contract, tokens)
                .rest(new RestGraphql(engine, services)::mount);
        return doors.open();
    }

    @Override
    public Future<?> stop() {
        return doors.drain();
    }
}
