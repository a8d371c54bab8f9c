package dev.corridor.ledger;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.outbox.OutboxRelay;
import dev.corridor.kit.runtime.ServiceDefinition;
import dev.corridor.kit.runtime.ServiceLauncher;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.sql.Schema;
import dev.corridor.ledger.events.JournalEvents;
import dev.corridor.ledger.journal.RecentBatches;
import dev.corridor.ledger.usecase.BalanceCheck;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import java.time.Clock;

/** Deploys the ledger: journal, transports, balance check and the relay to Kafka. */
public final class LedgerService implements ServiceDefinition {

    /** Runs the service as a process of its own; see {@link ServiceLauncher}. */
    public static void main(String[] arguments) {
        ServiceLauncher.main(new LedgerService(), arguments);
    }

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public void migrate(Settings settings) {
        Schema.migrate(Schema.Owner.from(settings), name());
    }

    @Override
    public Future<?> deploy(ServiceRuntime runtime, Settings settings) {
        var config = LedgerConfig.from(settings);
        var vertx = runtime.vertx();
        var tokens = new TokenVerifier(vertx, config.tokens(), Clock.systemUTC());
        var recent = new RecentBatches();
        var schema = Schema.await(vertx, config.database(), name());
        var contract = RestContract.load(vertx, "openapi/ledger.yaml");
        var journal = new JournalVerticle(runtime, config, recent);
        return Future.all(schema, contract)
                .compose(ready -> vertx.deployVerticle(journal))
                .compose(deployed -> vertx.deployVerticle(
                        () -> new LedgerVerticle(runtime, config, contract.result(), tokens, journal.engine(), recent),
                        new DeploymentOptions().setInstances(config.instances())))
                .compose(deployed -> vertx.deployVerticle(
                        new BalanceCheck(config.database(), config.checkEvery(), Clock.systemUTC(), runtime.metrics())))
                .compose(deployed -> vertx.deployVerticle(new OutboxRelay(
                        name(), config.database(), new JournalEvents(recent), config.kafka(), runtime.metrics())));
    }
}
