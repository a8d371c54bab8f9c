package dev.corridor.platform.local;

import dev.corridor.edge.EdgeVerticle;
import dev.corridor.edge.oauth.OAuthServer;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.runtime.ServiceDefinition;
import dev.corridor.kit.runtime.ServiceLauncher;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.sql.Schema;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;

/** Deploys the edge: in a process of its own, or in the platform's. */
public final class EdgeService implements ServiceDefinition {
    private static final int MAX_INSTANCES = 64;

    /** Open streams end when the services behind them stop, so the edge waits longer than a service. */
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(16);

    /** Runs the edge as a process of its own; see {@link ServiceLauncher}. */
    public static void main(String[] arguments) {
        ServiceLauncher.main(new EdgeService(), arguments);
    }

    @Override
    public String name() {
        return "edge";
    }

    @Override
    public void migrate(Settings settings) {
        Schema.migrate(Schema.Owner.from(settings), OAuthServer.SCHEMA);
    }

    @Override
    public Future<String> deploy(ServiceRuntime runtime, Settings settings) {
        var config = EdgeSettings.from(settings);
        return runtime.vertx()
                .deployVerticle(
                        () -> new EdgeVerticle(config, runtime.metrics(), Clock.systemUTC()),
                        new DeploymentOptions().setInstances(settings.integer("INSTANCES", 1, 1, MAX_INSTANCES)));
    }

    @Override
    public Duration stopTimeout() {
        return STOP_TIMEOUT;
    }
}
