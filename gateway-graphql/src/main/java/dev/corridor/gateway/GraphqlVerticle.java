package dev.corridor.gateway;

import dev.corridor.gateway.api.RestGraphql;
import dev.corridor.gateway.graph.GraphEngine;
import dev.corridor.gateway.services.Services;
import dev.corridor.kit.door.RestContract;
import dev.corridor.kit.door.ServiceDoors;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.rpc.ServiceClient;
import dev.corridor.kit.service.ServiceRuntime;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** One graph over the four services. One instance per event loop; all share the schema and what it has parsed. */
public final class GraphqlVerticle extends VerticleBase {
    private final ServiceRuntime runtime;
    private final GatewayConfig config;
    private final RestContract contract;
    private final TokenVerifier tokens;
    private final GraphEngine engine;
    private ServiceDoors doors;

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
        var services = new Services(
                ServiceClient.connect(vertx, "profile", config.profile()),
                ServiceClient.connect(vertx, "ledger", config.ledger()),
                ServiceClient.connect(vertx, "forex", config.forex()),
                ServiceClient.connect(vertx, "payment", config.payment()));

        doors = new ServiceDoors(runtime, config.doors(), contract, tokens)
                .rest(new RestGraphql(engine, services)::mount);
        return doors.open();
    }

    @Override
    public Future<?> stop() {
        return doors.drain();
    }
}
