package dev.corridor.forex;

import dev.corridor.forex.alert.api.grpc.GrpcAlerts;
import dev.corridor.forex.alert.api.rest.RestAlerts;
import dev.corridor.forex.alert.store.AlertTable;
import dev.corridor.forex.alert.usecase.AlertNotifications;
import dev.corridor.forex.alert.usecase.AlertRegistration;
import dev.corridor.forex.candle.api.grpc.GrpcCandles;
import dev.corridor.forex.candle.api.rest.RestCandles;
import dev.corridor.forex.candle.api.stream.CandleFeed;
import dev.corridor.forex.candle.store.CandleTable;
import dev.corridor.forex.candle.usecase.CandleQueries;
import dev.corridor.forex.candle.usecase.RecentCandles;
import dev.corridor.forex.engine.api.grpc.GrpcEngine;
import dev.corridor.forex.engine.api.grpc.GrpcInstruments;
import dev.corridor.forex.engine.api.rest.RestInstruments;
import dev.corridor.forex.engine.domain.TickSource;
import dev.corridor.forex.engine.events.TickLog;
import dev.corridor.forex.engine.usecase.LiveRates;
import dev.corridor.forex.quote.api.grpc.GrpcPrices;
import dev.corridor.forex.quote.api.grpc.GrpcQuotes;
import dev.corridor.forex.quote.api.rest.RestPrices;
import dev.corridor.forex.quote.api.rest.RestQuotes;
import dev.corridor.forex.quote.store.QuoteTable;
import dev.corridor.forex.quote.usecase.LivePricing;
import dev.corridor.forex.quote.usecase.QuoteIssuance;
import dev.corridor.forex.reference.api.grpc.GrpcReferenceRates;
import dev.corridor.forex.reference.api.rest.RestReferenceRates;
import dev.corridor.forex.reference.client.EcbArchive;
import dev.corridor.forex.reference.domain.CarryForward;
import dev.corridor.forex.reference.domain.PublicationCalendar;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.forex.reference.store.ReferenceRateTable;
import dev.corridor.forex.reference.usecase.ReferenceRateQueries;
import dev.corridor.forex.reference.usecase.ReferenceRates;
import dev.corridor.forex.stream.api.grpc.GrpcRates;
import dev.corridor.forex.stream.api.stream.SseRates;
import dev.corridor.forex.stream.api.stream.StreamFeeds;
import dev.corridor.forex.stream.api.stream.WebSocketRates;
import dev.corridor.forex.stream.usecase.Broadcast;
import dev.corridor.forex.v1.ForexServiceGrpcService;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.runtime.Transports;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.Ids;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import java.time.Clock;

/** Transports of the forex service over its use cases. One instance per event loop; all share the tick log. */
public final class ForexVerticle extends VerticleBase {
    private final ServiceRuntime runtime;
    private final ForexConfig config;
    private final ForexService.Contracts contracts;
    private final TokenVerifier tokens;
    private final RatePublication newest;
    private final Shared shared;
    private Database database;
    private WebSocketRates webSocketRates;
    private SseRates sseRates;
    private GrpcRates grpcRates;
    private GrpcEngine grpcEngine;
    private Transports transports;

    /** Parts that all event loops of a process share. */
    record Shared(TickLog log, RecentCandles candles, AlertNotifications alerts, TickSource source) {}

    ForexVerticle(
            ServiceRuntime runtime,
            ForexConfig config,
            ForexService.Contracts contracts,
            TokenVerifier tokens,
            RatePublication newest,
            Shared shared) {
        this.runtime = runtime;
        this.config = config;
        this.contracts = contracts;
        this.tokens = tokens;
        this.newest = newest;
        this.shared = shared;
    }

    @Override
    public Future<?> start() {
        var clock = Clock.systemUTC();
        var newId = Ids.timeOrdered(clock, new SecureRandom());
        database = Database.connect(vertx, config.database());

        var broadcast = new Broadcast(shared.log().history(), this::inLaterTurn, clock, runtime.metrics());
        var live = new LiveRates(vertx, clock, broadcast::publish);
        var rates = new ReferenceRates(new ReferenceRateTable(database), new EcbArchive(), newest);
        var reference = new ReferenceRateQueries(rates, new CarryForward(new PublicationCalendar()), clock);
        var pricing = new LivePricing(live, shared.source()::instruments, clock);
        var quotes = new QuoteIssuance(pricing, new QuoteTable(database, clock), newId, clock);
        var candles = new CandleQueries(new CandleTable(database), shared.candles(), live, clock);
        var alerts = new AlertRegistration(vertx, new AlertTable(database), live, newId, config.maxAlerts(), clock);
        var feeds = new StreamFeeds(
                live, broadcast, new CandleFeed(vertx, shared.candles(), runtime.metrics()), shared.alerts());

        webSocketRates = new WebSocketRates(vertx, feeds, tokens, config.stream(), clock, contracts.stream());
        sseRates = new SseRates(vertx, feeds, config.stream());
        grpcRates = new GrpcRates(live, broadcast, config.stream());
        grpcEngine = new GrpcEngine(shared.log());
        transports = new Transports(runtime, config.transports(), contracts.rest(), tokens)
                .rest(new RestInstruments(shared.source()::instruments, clock)::mount)
                .rest(new RestReferenceRates(reference)::mount)
                .rest(new RestQuotes(quotes)::mount)
                .rest(new RestPrices(pricing)::mount)
                .rest(new RestCandles(candles)::mount)
                .rest(new RestAlerts(alerts)::mount)
                .rest(webSocketRates::mount)
                .rest(sseRates::mount)
                .grpc(ForexVerticle::forexService)
                .grpc(new GrpcReferenceRates(reference)::mount)
                .grpc(new GrpcPrices(pricing)::mount)
                .grpc(new GrpcInstruments(shared.source()::instruments, clock)::mount)
                .grpc(new GrpcQuotes(quotes)::mount)
                .grpc(new GrpcCandles(candles)::mount)
                .grpc(new GrpcAlerts(alerts)::mount)
                .grpc(grpcRates::mount)
                .grpc(grpcEngine::mount)
                .health("database", database::ping)
                .health("ticks", live::check);
        return Future.all(grpcEngine.open(vertx), live.open(), rates.open(vertx))
                .compose(opened -> transports.open())
                .onFailure(failure -> database.close());
    }

    /** Names the gRPC service whose methods the products mount. */
    private static void forexService(GrpcTransport grpc) {
        grpc.service(ForexServiceGrpcService.SERVICE_NAME, ForexServiceGrpcService.SERVICE_DESCRIPTOR);
    }

    private void inLaterTurn(Runnable task) {
        vertx.runOnContext(turn -> task.run());
    }

    @Override
    public Future<?> stop() {
        webSocketRates.close();
        sseRates.close();
        grpcRates.close();
        grpcEngine.close();
        return transports.drain().transform(drained -> database.close());
    }
}
