package dev.corridor.forex;

import dev.corridor.forex.alert.usecase.AlertNotifications;
import dev.corridor.forex.alert.usecase.AlertVerticle;
import dev.corridor.forex.candle.domain.CandleBuilder;
import dev.corridor.forex.candle.usecase.CandleVerticle;
import dev.corridor.forex.candle.usecase.RecentCandles;
import dev.corridor.forex.engine.domain.TickBatch;
import dev.corridor.forex.engine.domain.TickHistory;
import dev.corridor.forex.engine.domain.TickSource;
import dev.corridor.forex.engine.events.TickLog;
import dev.corridor.forex.engine.usecase.EngineVerticle;
import dev.corridor.forex.engine.usecase.TickSources;
import dev.corridor.forex.engine.wire.TickBatchCodec;
import dev.corridor.forex.reference.client.EcbArchive;
import dev.corridor.forex.reference.client.EcbXml;
import dev.corridor.forex.reference.domain.PublicationCalendar;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.forex.reference.store.ReferenceRateTable;
import dev.corridor.forex.reference.usecase.RateImportVerticle;
import dev.corridor.forex.reference.usecase.RateRefreshVerticle;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.outbox.OutboxRelay;
import dev.corridor.kit.runtime.ServiceDefinition;
import dev.corridor.kit.runtime.ServiceLauncher;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.Schema;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * Deployment of the forex service: reference rates first, then the tick source, its consumers, the engine, the
 * transports.
 */
public final class ForexService implements ServiceDefinition {

    /** Runs the service as a process of its own; see {@link ServiceLauncher}. */
    public static void main(String[] arguments) {
        ServiceLauncher.main(new ForexService(), arguments);
    }

    @Override
    public String name() {
        return "forex";
    }

    @Override
    public void migrate(Settings settings) {
        Schema.migrate(Schema.Owner.from(settings), name());
    }

    @Override
    public Future<?> deploy(ServiceRuntime runtime, Settings settings) {
        var config = ForexConfig.from(settings);
        var vertx = runtime.vertx();
        vertx.eventBus().registerDefaultCodec(TickBatch.class, new TickBatchCodec());
        var contracts = Contracts.load(vertx);
        var newest = importRates(vertx, config);
        var source = newest.compose(imported -> TickSources.open(vertx, config.engine(), config.database()));
        return Future.all(contracts, newest, source)
                .compose(ready ->
                        new Deployment(runtime, config, contracts.result(), newest.result(), source.result()).run());
    }

    private Future<RatePublication> importRates(Vertx vertx, ForexConfig config) {
        return Schema.await(vertx, config.database(), name())
                .compose(current -> vertx.deployVerticle(
                        new RateImportVerticle(config.database(), new EcbArchive(), config.historyDelay())))
                .compose(imported -> readNewest(vertx, config))
                .map(Optional::orElseThrow);
    }

    private static Future<Optional<RatePublication>> readNewest(Vertx vertx, ForexConfig config) {
        var database = Database.connect(vertx, config.database().withPoolSize(1));
        return new ReferenceRateTable(database).newest(EcbXml.PROVIDER).eventually(database::close);
    }

    /** Contracts that the transports check requests against and serve. */
    record Contracts(RestContract rest, Buffer stream) {
        static Future<Contracts> load(Vertx vertx) {
            var rest = RestContract.load(vertx, "openapi/forex.yaml");
            var stream = vertx.fileSystem().readFile("asyncapi/forex.yaml");
            return Future.all(rest, stream).map(both -> new Contracts(rest.result(), stream.result()));
        }
    }

    /** Deploys the verticles in order. */
    private final class Deployment {
        private final ServiceRuntime runtime;
        private final Vertx vertx;
        private final ForexConfig config;
        private final Contracts contracts;
        private final RatePublication newest;
        private final Clock clock = Clock.systemUTC();
        private final ForexVerticle.Shared shared;

        Deployment(
                ServiceRuntime runtime,
                ForexConfig config,
                Contracts contracts,
                RatePublication newest,
                TickSource source) {
            this.runtime = runtime;
            this.vertx = runtime.vertx();
            this.config = config;
            this.contracts = contracts;
            this.newest = newest;
            this.shared = new ForexVerticle.Shared(
                    new TickLog(vertx, new TickHistory(config.stream().retention())),
                    new RecentCandles(new CandleBuilder(config.candles().bySecond())),
                    new AlertNotifications(),
                    source);
        }

        Future<?> run() {
            return vertx.deployVerticle(candles())
                    .compose(deployed -> vertx.deployVerticle(alerts()))
                    .compose(deployed -> vertx.deployVerticle(engine()))
                    .compose(deployed -> deployTransports())
                    .compose(deployed -> vertx.deployVerticle(outboxRelay()))
                    .compose(deployed ->
                            vertx.deployVerticle(new RetentionVerticle(config.database(), runtime.metrics())))
                    .compose(deployed -> deployRefresh());
        }

        private CandleVerticle candles() {
            return new CandleVerticle(
                    shared.candles(), shared.log(), config.candles(), config.database(), runtime.metrics(), clock);
        }

        private AlertVerticle alerts() {
            return new AlertVerticle(shared.log(), shared.alerts(), config.database());
        }

        private EngineVerticle engine() {
            return new EngineVerticle(
                    UUID.randomUUID(),
                    config.engine(),
                    config.database(),
                    config.tokens(),
                    shared.source(),
                    shared.log(),
                    clock);
        }

        private Future<?> deployTransports() {
            var tokens = new TokenVerifier(vertx, config.tokens(), clock);
            return vertx.deployVerticle(
                    () -> new ForexVerticle(runtime, config, contracts, tokens, newest, shared),
                    new DeploymentOptions().setInstances(config.instances()));
        }

        private OutboxRelay outboxRelay() {
            return new OutboxRelay(name(), config.database(), config.kafka(), runtime.metrics());
        }

        private Future<?> deployRefresh() {
            return config.refresh()
                    .<Future<?>>map(refresh -> vertx.deployVerticle(
                            new RateRefreshVerticle(config.database(), refresh, new PublicationCalendar(), clock)))
                    .orElseGet(Future::succeededFuture);
        }
    }
}
