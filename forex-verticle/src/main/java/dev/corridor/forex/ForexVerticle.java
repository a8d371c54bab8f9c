package dev.corridor.forex;

import dev.corridor.forex.alert.api.grpc.GrpcAlerts;
import dev.corridor.forex.alert.api.rest.RestAlerts;
import dev.corridor.forex.alert.store.AlertTable;
import dev.corridor.forex.alert.usecase.AlertNotifications;
import dev.corridor.forex.alert.usecase.AlertRegistration;
import dev.corridor.forex.candle.api.grpc.GrpcCandles;
import dev.corridor.forex.candle.api.rest.RestCandles;
import dev.corridor.forex.candle.store.CandleTable;
import dev.corridor.forex.candle.usecase.CandleQueries;
import dev.corridor.forex.candle.usecase.RecentCandles;
import dev.corridor.forex.engine.api.grpc.GrpcEngine;
import dev.corridor.forex.engine.api.rest.RestInstruments;
import dev.corridor.forex.engine.domain.TickSource;
import dev.corridor.forex.engine.events.TickLog;
import dev.corridor.forex.engine.usecase.LiveRates;
import dev.corridor.forex.quote.api.grpc.GrpcQuotes;
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
import dev.corridor.forex.stream.api.stream.WebSocketRates;
import dev.corridor.forex.stream.usecase.Broadcast;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.runtime.Transports;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.Ids;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import java.time.Clock;

/** Rates: reference rates, live prices, the stream. One instance per event loop; all follow the one tick engine. */
public final class ForexVerticle extends VerticleBase {
    private final ServiceRuntime runtime;
    private final ForexConfig config;
    private final ForexService.Contracts contracts;
    private final TokenVerifier tokens;
    private final RatePublication newest;
    private final Live live;
    private Database database;
    private WebSocketRates stream;
    private SseRates events;
    private GrpcRates grpc;
    private GrpcEngine engine;
    private Transports doors;

    /** What all event loops of the process share. */
    record Live(TickLog tape, RecentCandles candles, AlertNotifications alerts, TickSource source) {}

    ForexVerticle(
            ServiceRuntime runtime,
            ForexConfig config,
            ForexService.Contracts contracts,
            TokenVerifier tokens,
            RatePublication newest,
            Live live) {
        this.runtime = runtime;
        this.config = config;
        this.contracts = contracts;
        this.tokens = tokens;
        this.newest = newest;
        this.live = live;
    }

    @Override
    public Future<?> start() {
        var clock = Clock.systemUTC();
        database = Database.connect(vertx, config.database());
        var book = new ReferenceRates(new ReferenceRateTable(database), new EcbArchive(), newest);
        var broadcast = new Broadcast(
                live.tape.history(), turn -> vertx.runOnContext(due -> turn.run()), clock, runtime.metrics());
        var rates = new LiveRates(vertx, clock, broadcast::publish);
        var newId = Ids.timeOrdered(clock, new SecureRandom());
        var desk = new LivePricing(rates, live.source::instruments, clock);
        var quotes = new QuoteIssuance(desk, new QuoteTable(database, clock), newId, clock);
        var candles = new CandleQueries(new CandleTable(database), live.candles, rates, clock);
        var alerts = new AlertRegistration(vertx, new AlertTable(database), rates, newId, config.maxAlerts(), clock);
        var reference = new ReferenceRateQueries(book, new CarryForward(new PublicationCalendar()), clock);
        stream = new WebSocketRates(
                vertx,
                rates,
                broadcast,
                live.candles,
                live.alerts,
                tokens,
                config.stream(),
                clock,
                contracts.stream(),
                runtime.metrics());
        grpc = new GrpcRates(desk, rates, broadcast, config.stream());
        engine = new GrpcEngine(live.tape);
        events = new SseRates(vertx, rates, broadcast, live.alerts, config.stream());

        doors = new Transports(runtime, config.doors(), contracts.rest(), tokens)
                .rest(new RestInstruments(live.source::instruments)::mount)
                .rest(new RestReferenceRates(reference)::mount)
                .rest(new RestQuotes(quotes)::mount)
                .rest(new RestCandles(candles)::mount)
                .rest(new RestAlerts(alerts)::mount)
                .rest(stream::mount)
                .rest(events::mount)
                .grpc(grpc::mount)
                .grpc(engine::mount)
                .grpc(new GrpcReferenceRates(reference)::mount)
                .grpc(new GrpcQuotes(quotes)::mount)
                .grpc(new GrpcCandles(candles)::mount)
                .grpc(new GrpcAlerts(alerts)::mount)
                .health("database", database::ping)
                .health("ticks", rates::check);
        return Future.all(engine.open(vertx), rates.open(), book.open(vertx))
                .compose(informed -> doors.open())
                .onFailure(failure -> database.close());
    }

    @Override
    public Future<?> stop() {
        stream.close();
        events.close();
        grpc.close();
        engine.close();
        return doors.drain().transform(drained -> database.close());
    }
}
