package dev.corridor.forex;

import dev.corridor.forex.alert.usecase.AlertNotifications;
import dev.corridor.forex.alert.usecase.AlertVerticle;
import dev.corridor.forex.candle.domain.CandleBuilder;
import dev.corridor.forex.candle.usecase.CandleVerticle;
import dev.corridor.forex.candle.usecase.RecentCandles;
import dev.corridor.forex.engine.client.RecordedSource;
import dev.corridor.forex.engine.domain.EngineSource;
import dev.corridor.forex.engine.domain.TickBatch;
import dev.corridor.forex.engine.domain.TickHistory;
import dev.corridor.forex.engine.domain.TickSource;
import dev.corridor.forex.engine.events.TickLog;
import dev.corridor.forex.engine.usecase.EngineReferenceVerticle;
import dev.corridor.forex.engine.usecase.EngineVerticle;
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
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.outbox.OutboxRelay;
import dev.corridor.kit.runtime.ServiceDefinition;
import dev.corridor.kit.runtime.ServiceLauncher;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.sql.Database;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** How the forex service is run: reference rates first, then the one source of ticks, here or elsewhere, then the doors. */
public final class ForexService implements ServiceDefinition {

    /** Runs the service as a process of its own; see {@link ServiceLauncher}. */
    public static void main(String[] arguments) {
        ServiceLauncher.main(new ForexService());
    }

    @Override
    public String name() {
        return "forex";
    }

    @Override
    public Future<?> deploy(ServiceRuntime runtime, Settings settings) {
        var config = ForexConfig.from(settings);
        runtime.vertx().eventBus().registerDefaultCodec(TickBatch.class, new TickBatchCodec());
        var contracts = Contracts.load(runtime.vertx());
        var newest = newestRates(runtime.vertx(), config);
        var source = newest.compose(published -> source(runtime.vertx(), config));
        return Future.all(contracts, newest, source)
                .compose(ready -> deploy(runtime, config, contracts.result(), newest.result(), source.result()));
    }

    private Future<RatePublication> newestRates(Vertx vertx, ForexConfig config) {
        return Database.migrate(vertx, config.database(), name())
                .compose(migrated -> vertx.deployVerticle(
                        new RateImportVerticle(config.database(), new EcbArchive(), config.historyDelay())))
                .compose(published -> read(vertx, config))
                .map(Optional::orElseThrow);
    }

    private static Future<Optional<RatePublication>> read(Vertx vertx, ForexConfig config) {
        var database = Database.connect(vertx, config.database().withPoolSize(1));
        return new ReferenceRateTable(database).newest(EcbXml.PROVIDER).eventually(database::close);
    }

    private static Future<? extends TickSource> source(Vertx vertx, ForexConfig config) {
        return config.recording()
                .<Future<? extends TickSource>>map(recording -> RecordedSource.open(vertx, recording))
                .orElseGet(() -> tickEngine(vertx, config));
    }

    private static Future<EngineSource> tickEngine(Vertx vertx, ForexConfig config) {
        var source = new EngineSource(vertx);
        return vertx.deployVerticle(new EngineReferenceVerticle(config.database(), source, config.tickSeed()))
                .map(source);
    }

    private Future<?> deploy(
            ServiceRuntime runtime,
            ForexConfig config,
            Contracts contracts,
            RatePublication newest,
            TickSource source) {
        var vertx = runtime.vertx();
        var clock = Clock.systemUTC();
        var tokens = new TokenVerifier(vertx, config.tokens(), clock);
        var tape = new TickLog(vertx, new TickHistory(config.stream().keep()));
        var book = new RecentCandles(new CandleBuilder(config.candles().bySecond()));
        var alerts = new AlertNotifications();
        var live = new ForexVerticle.Live(tape, book, alerts, source);
        return vertx.deployVerticle(
                        new CandleVerticle(book, tape, config.candles(), config.database(), runtime.metrics(), clock))
                .compose(building -> vertx.deployVerticle(new AlertVerticle(tape, alerts, config.database())))
                .compose(watching -> vertx.deployVerticle(engine(vertx, config, source, tape, clock)))
                .compose(ticking -> vertx.deployVerticle(
                        () -> new ForexVerticle(runtime, config, contracts, tokens, newest, live),
                        new DeploymentOptions().setInstances(config.instances())))
                .compose(open -> vertx.deployVerticle(
                        new OutboxRelay(name(), config.database(), config.kafkaBootstrapServers(), runtime.metrics())))
                .compose(relaying -> refresh(vertx, config, clock));
    }

    private static Future<?> refresh(Vertx vertx, ForexConfig config, Clock clock) {
        return config.refresh()
                .<Future<?>>map(refresh -> vertx.deployVerticle(
                        new RateRefreshVerticle(config.database(), refresh, new PublicationCalendar(), clock)))
                .orElseGet(Future::succeededFuture);
    }

    private static EngineVerticle engine(
            Vertx vertx, ForexConfig config, TickSource source, TickLog tape, Clock clock) {
        var ownTokens = config.tokens()
                .own()
                .map(account -> new ServiceTokens(vertx, config.tokens(), clock, Scope.FOREX_READ));
        return new EngineVerticle(
                UUID.randomUUID(),
                config.address(),
                config.database(),
                ownTokens,
                source,
                tape,
                config.tickInterval(),
                clock);
    }

    /** What the doors promise, and serve in writing. */
    record Contracts(RestContract rest, Buffer stream) {
        static Future<Contracts> load(Vertx vertx) {
            var rest = RestContract.load(vertx, "openapi/forex.yaml");
            var stream = vertx.fileSystem().readFile("asyncapi/forex.yaml");
            return Future.all(rest, stream).map(both -> new Contracts(rest.result(), stream.result()));
        }
    }
}
