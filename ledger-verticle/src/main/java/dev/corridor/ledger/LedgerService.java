package dev.corridor.ledger;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.door.RestContract;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.service.ServiceDefinition;
import dev.corridor.kit.service.ServiceRuntime;
import dev.corridor.kit.store.Database;
import dev.corridor.kit.store.OutboxRelay;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import java.time.Clock;

/** How the ledger is run: migrate, then the relay of its events, then the doors. */
public final class LedgerService implements ServiceDefinition {

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public Future<?> deploy(ServiceRuntime runtime, Settings settings) {
        var config = LedgerConfig.from(settings);
        return Database.migrate(runtime.vertx(), config.database(), name())
                .compose(migrated -> deployRelay(runtime, config))
                .compose(relay -> RestContract.load(runtime.vertx(), "openapi/ledger.yaml"))
                .compose(contract -> deployVerticles(runtime, config, contract));
    }

    private Future<?> deployRelay(ServiceRuntime runtime, LedgerConfig config) {
        return runtime.vertx()
                .deployVerticle(
                        new OutboxRelay(name(), config.database(), config.kafkaBootstrapServers(), runtime.metrics()));
    }

    private static Future<?> deployVerticles(ServiceRuntime runtime, LedgerConfig config, RestContract contract) {
        var tokens = new TokenVerifier(runtime.vertx(), config.tokens(), Clock.systemUTC());
        return runtime.vertx()
                .deployVerticle(
                        () -> new LedgerVerticle(runtime, config, contract, tokens),
                        new DeploymentOptions().setInstances(config.instances()));
    }
}
