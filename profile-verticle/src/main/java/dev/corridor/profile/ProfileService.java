package dev.corridor.profile;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.outbox.OutboxRelay;
import dev.corridor.kit.runtime.ServiceDefinition;
import dev.corridor.kit.runtime.ServiceLauncher;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.sql.Schema;
import dev.corridor.profile.store.UserCache;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import java.time.Clock;

/** Deploys the profile service: its verticles and the relay of its outbox. */
public final class ProfileService implements ServiceDefinition {

    /** Runs the service as a process of its own; see {@link ServiceLauncher}. */
    public static void main(String[] arguments) {
        ServiceLauncher.main(new ProfileService(), arguments);
    }

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public void migrate(Settings settings) {
        Schema.migrate(Schema.Owner.from(settings), name());
    }

    @Override
    public Future<?> deploy(ServiceRuntime runtime, Settings settings) {
        var config = ProfileConfig.from(settings);
        var vertx = runtime.vertx();
        var tokens = new TokenVerifier(vertx, config.tokens(), Clock.systemUTC());
        var schema = Schema.await(vertx, config.database(), name());
        var cache = new UserCache(System::nanoTime);
        var contract = RestContract.load(vertx, "openapi/profile.yaml");
        return Future.all(schema, contract)
                .compose(ready -> vertx.deployVerticle(
                        () -> new ProfileVerticle(runtime, config, contract.result(), tokens, cache),
                        new DeploymentOptions().setInstances(config.instances())))
                .compose(deployed -> vertx.deployVerticle(
                        new OutboxRelay(name(), config.database(), config.kafka(), runtime.metrics())));
    }
}
