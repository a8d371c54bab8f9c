package dev.corridor.forex.api;

import dev.corridor.forex.CandleDesk;
import dev.corridor.forex.domain.CandleSeries;
import dev.corridor.forex.domain.Granularity;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.domain.PriceSide;
import dev.corridor.kit.door.Reply;
import dev.corridor.kit.door.RestDoor;
import dev.corridor.kit.door.RestRequest;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** The REST door to candles; its contract is openapi/forex.yaml. Belongs to one verticle. */
public final class RestCandles {
    static final int CANDLES = 500;

    private final CandleDesk desk;

    public RestCandles(CandleDesk desk) {
        this.desk = desk;
    }

    public void mount(RestDoor rest) {
        rest.operation("listCandles", Scope.FOREX_READ, this::listCandles);
    }

    private Future<Reply> listCandles(Caller caller, RestRequest request) {
        var sides = PriceSide.parse(request.query("price"));
        return desk.series(question(request))
                .map(series -> RestReferenceRates.wantsCsv(request)
                        ? csv(series, sides)
                        : Reply.ok(CandlesJson.of(series, sides)));
    }

    private static CandleDesk.Question question(RestRequest request) {
        return new CandleDesk.Question(
                Pair.parse(request.query("pair").orElse("")),
                Granularity.parse(request.query("granularity").orElse("")),
                request.query("cursor").or(() -> request.query("from")).map(Moment::parse),
                request.query("to").map(Moment::parse),
                request.query("limit", CANDLES));
    }

    /** A line has no room for the cursor. */
    private static Reply csv(CandleSeries series, List<PriceSide> sides) {
        var reply = Reply.of(200, RatesCsv.MEDIA_TYPE, Buffer.buffer(CandlesCsv.of(series, sides)));
        return series.next()
                .map(next -> reply.header("next-cursor", next.toString()))
                .orElse(reply);
    }
}
