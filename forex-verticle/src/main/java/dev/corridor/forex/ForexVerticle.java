package dev.corridor.forex;

import dev.corridor.forex.api.GrpcAlerts;
import dev.corridor.forex.api.GrpcCandles;
import dev.corridor.forex.api.GrpcEngine;
import dev.corridor.forex.api.GrpcForex;
import dev.corridor.forex.api.GrpcQuotes;
import dev.corridor.forex.api.GrpcReferenceRates;
import dev.corridor.forex.api.RateEvents;
import dev.corridor.forex.api.RateStream;
import dev.corridor.forex.api.RestAlerts;
import dev.corridor.forex.api.RestCandles;
import dev.corridor.forex.api.RestForex;
import dev.corridor.forex.api.RestQuotes;
import dev.corridor.forex.api.RestReferenceRates;
import dev.corridor.forex.domain.CarryForward;
import dev.corridor.forex.domain.PublicationCalendar;
import dev.corridor.forex.domain.ReferenceRates;
import dev.corridor.forex.live.AlertNews;
import dev.corridor.forex.live.Broadcast;
import dev.corridor.forex.live.CandleBook;
import dev.corridor.forex.live.LiveRates;
import dev.corridor.forex.live.TickSource;
import dev.corridor.forex.live.TickTape;
import dev.corridor.forex.source.EcbArchive;
import dev.corridor.forex.store.Alerts;
import dev.corridor.forex.store.Candles;
import dev.corridor.forex.store.Quotes;
import dev.corridor.forex.store.ReferenceRateTable;
import dev.corridor.kit.door.ServiceDoors;
import dev.corridor.kit.id.Ids;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.service.ServiceRuntime;
import dev.corridor.kit.store.Database;
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
    private final ReferenceRates newest;
    private final Live live;
    private Database database;
    private RateStream stream;
    private RateEvents events;
    private GrpcForex grpc;
    private GrpcEngine engine;
    private ServiceDoors doors;

    /** What all event loops of the process share. */
    record Live(TickTape tape, CandleBook candles, AlertNews alerts, TickSource source) {}

    ForexVerticle(
            ServiceRuntime runtime,
            ForexConfig config,
            ForexService.Contracts contracts,
            TokenVerifier tokens,
            ReferenceRates newest,
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
        var book = new ReferenceRateBook(new ReferenceRateTable(database), new EcbArchive(), newest);
        var broadcast = new Broadcast(
                live.tape.history(), turn -> vertx.runOnContext(due -> turn.run()), clock, runtime.metrics());
        var rates = new LiveRates(vertx, clock, broadcast::publish);
        var newId = Ids.timeOrdered(clock, new SecureRandom());
        var desk = new PriceDesk(rates, live.source::instruments, clock);
        var quotes = new QuoteDesk(desk, new Quotes(database, clock), newId, clock);
        var candles = new CandleDesk(new Candles(database), live.candles, rates, clock);
        var alerts = new AlertDesk(vertx, new Alerts(database), rates, newId, config.maxAlerts(), clock);
        var reference = new ReferenceDesk(book, new CarryForward(new PublicationCalendar()), clock);
        stream = new RateStream(
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
        grpc = new GrpcForex(desk, rates, broadcast, config.stream());
        engine = new GrpcEngine(live.tape);
        events = new RateEvents(vertx, rates, broadcast, live.alerts, config.stream());

        doors = new ServiceDoors(runtime, config.doors(), contracts.rest(), tokens)
                .rest(new RestForex(live.source::instruments)::mount)
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
