package dev.corridor.gateway;

import dev.corridor.gateway.api.graphql.GraphqlEngine;
import dev.corridor.gateway.api.graphql.GraphqlLimits;
import dev.corridor.gateway.api.graphql.GraphqlSchema;
import dev.corridor.gateway.api.graphql.TrustedQueries;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.runtime.ServiceDefinition;
import dev.corridor.kit.runtime.ServiceLauncher;
import dev.corridor.kit.runtime.ServiceRuntime;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;

/** Deploys the gateway. It stores nothing, so it has no database to migrate. */
public final class GatewayService implements ServiceDefinition {

    /** Runs the service as a process of its own; see {@link ServiceLauncher}. */
    public static void main(String[] arguments) {
        ServiceLauncher.main(new GatewayService(), arguments);
    }

    @Override
    public String name() {
        return "gateway-graphql";
    }

    @Override
    public Future<?> deploy(ServiceRuntime runtime, Settings settings) {
        var config = GatewayConfig.from(settings);
        var vertx = runtime.vertx();
        var tokens = new TokenVerifier(vertx, config.tokens(), Clock.systemUTC());
        var contract = RestContract.load(vertx, "openapi/gateway.yaml");
        var schema = vertx.executeBlocking(GraphqlSchema::load);
        var limits = vertx.executeBlocking(() -> limits(config));
        return Future.all(contract, schema, limits).compose(loaded -> {
            var engine = new GraphqlEngine(schema.result(), limits.result());
            return vertx.deployVerticle(
                    () -> new GatewayVerticle(runtime, config, contract.result(), tokens, engine),
                    new DeploymentOptions().setInstances(config.instances()));
        });
    }

    private static GraphqlLimits limits(GatewayConfig config) throws IOException {
        Map<String, String> trusted = config.trustedQueries().isPresent()
                ? TrustedQueries.load(config.trustedQueries().get())
                : Map.of();
        return new GraphqlLimits(config.introspection(), trusted, config.trustedQueriesOnly());
    }
}
