package dev.corridor.payment;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.outbox.OutboxRelay;
import dev.corridor.kit.runtime.ServiceDefinition;
import dev.corridor.kit.runtime.ServiceLauncher;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.sql.Schema;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import java.time.Clock;

/** Definition of the payment service: migrates its database, and deploys its verticles. */
public final class PaymentService implements ServiceDefinition {

    /** Runs the service as a process of its own; see {@link ServiceLauncher}. */
    public static void main(String[] arguments) {
        ServiceLauncher.main(new PaymentService(), arguments);
    }

    @Override
    public String name() {
        return "payment";
    }

    @Override
    public void migrate(Settings settings) {
        Schema.migrate(Schema.Owner.from(settings), name());
    }

    @Override
    public Future<?> deploy(ServiceRuntime runtime, Settings settings) {
        var config = PaymentConfig.from(settings);
        var vertx = runtime.vertx();
        var clock = Clock.systemUTC();
        var tokens = new TokenVerifier(vertx, config.tokens(), clock);
        var ownTokens = new ServiceTokens(
                vertx, config.tokens(), clock, Scope.LEDGER_ADMIN, Scope.PROFILE_READ, Scope.PROFILE_ADMIN);
        var schema = Schema.await(vertx, config.database(), name());
        var contract = RestContract.load(vertx, "openapi/payment.yaml");
        return Future.all(schema, contract)
                .compose(ready -> vertx.deployVerticle(
                        () -> new PaymentVerticle(runtime, config, contract.result(), tokens, ownTokens),
                        new DeploymentOptions().setInstances(config.instances())))
                .compose(deployed -> vertx.deployVerticle(new RecoveryVerticle(runtime, config, ownTokens)))
                .compose(deployed -> vertx.deployVerticle(
                        new OutboxRelay(name(), config.database(), config.kafka(), runtime.metrics())));
    }
}
