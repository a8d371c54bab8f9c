package dev.corridor.forex;

import dev.corridor.forex.api.GrpcEngine;
import dev.corridor.forex.api.GrpcForex;
import dev.corridor.forex.api.GrpcQuotes;
import dev.corridor.forex.api.GrpcReferenceRates;
import dev.corridor.forex.api.RateEvents;
import dev.corridor.forex.api.RateStream;
import dev.corridor.forex.api.RestForex;
import dev.corridor.forex.api.RestQuotes;
import dev.corridor.forex.api.RestReferenceRates;
import dev.corridor.forex.domain.CarryForward;
import dev.corridor.forex.domain.PublicationCalendar;
import dev.corridor.forex.domain.ReferenceRates;
import dev.corridor.forex.live.Broadcast;
import dev.corridor.forex.live.LiveRates;
import dev.corridor.forex.live.TickSource;
import dev.corridor.forex.live.TickTape;
import dev.corridor.forex.source.EcbArchive;
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
    private final TickTape tape;
    private final ReferenceRates newest;
    private final TickSource source;
    private Database database;
    private RateStream stream;
    private RateEvents events;
    private GrpcForex grpc;
    private GrpcEngine engine;
    private ServiceDoors doors;

    ForexVerticle(
            ServiceRuntime runtime,
            ForexConfig config,
            ForexService.Contracts contracts,
            TokenVerifier tokens,
            TickTape tape,
            ReferenceRates newest,
            TickSource source) {
        this.runtime = runtime;
        this.config = config;
        this.contracts = contracts;
        this.tokens = tokens;
        this.tape = tape;
        this.newest = newest;
        this.source = source;
    }

    @Override
    public Future<?> start() {
        var clock = Clock.systemUTC();
        database = Database.connect(vertx, config.database());
        var book = new ReferenceRateBook(new ReferenceRateTable(database), new EcbArchive(), newest);
        var broadcast =
                new Broadcast(tape.history(), turn -> vertx.runOnContext(due -> turn.run()), clock, runtime.metrics());
        var live = new LiveRates(vertx, clock, broadcast::publish);
        var desk = new PriceDesk(live, source::instruments, clock);
        var quotes =
                new QuoteDesk(desk, new Quotes(database, clock), Ids.timeOrdered(clock, new SecureRandom()), clock);
        stream = new RateStream(vertx, live, broadcast, config.stream(), clock, contracts.stream());
        var reference = new ReferenceDesk(book, new CarryForward(new PublicationCalendar()), clock);
        grpc = new GrpcForex(desk, live, broadcast, config.stream());
        engine = new GrpcEngine(tape);
        events = new RateEvents(vertx, live, broadcast, config.stream());

        doors = new ServiceDoors(runtime, config.doors(), contracts.rest(), tokens)
                .rest(new RestForex(source::instruments)::mount)
                .rest(new RestReferenceRates(reference)::mount)
                .rest(new RestQuotes(quotes)::mount)
                .rest(stream::mount)
                .rest(events::mount)
                .grpc(grpc::mount)
                .grpc(engine::mount)
                .grpc(new GrpcReferenceRates(reference)::mount)
                .grpc(new GrpcQuotes(quotes)::mount)
                .health("database", database::ping)
                .health("ticks", live::check);
        return Future.all(engine.open(vertx), live.open(), book.open(vertx))
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
