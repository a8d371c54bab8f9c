package dev.corridor.forex.candle.api.rest;

import dev.corridor.forex.candle.domain.CandleSeries;
import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.candle.usecase.CandleQueries;
import dev.corridor.forex.candle.wire.CandlesCsv;
import dev.corridor.forex.candle.wire.CandlesJson;
import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.PriceSide;
import dev.corridor.forex.wire.CsvFormat;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.RequestTime;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;

/** The REST door to candles; its contract is openapi/forex.yaml. Belongs to one verticle. */
public final class RestCandles {
    private final CandleQueries candles;

    public RestCandles(CandleQueries candles) {
        this.candles = candles;
    }

    public void mount(RestTransport rest) {
        rest.operation("listCandles", Scope.FOREX_READ, this::listCandles);
    }

    private Future<Reply> listCandles(Caller caller, RestRequest request) {
        var sides = PriceSide.parse(request.query("price"));
        return candles.series(question(request))
                .map(series -> CsvFormat.isRequested(request.query("format"), request.header("accept"))
                        ? csv(series, sides)
                        : Reply.ok(CandlesJson.of(series, sides)));
    }

    private static CandleQueries.Question question(RestRequest request) {
        return new CandleQueries.Question(
                Pair.parse(request.query("pair").orElse("")),
                Granularity.parse(request.query("granularity").orElse("")),
                request.query("cursor").map(time -> time("cursor", time)).or(() -> request.query("from")
                        .map(time -> time("from", time))),
                request.query("to").map(time -> time("to", time)),
                CandleQueries.LIMIT.of(request.query("limit")));
    }

    /** A line has no room for the cursor. */
    private static Reply csv(CandleSeries series, List<PriceSide> sides) {
        var reply = Reply.of(200, CsvFormat.MEDIA_TYPE, Buffer.buffer(CandlesCsv.of(series, sides)));
        return series.next()
                .map(next -> reply.header("next-cursor", next.toString()))
                .orElse(reply);
    }

    private static Instant time(String name, String text) {
        return RequestTime.parseTimeOrDate(name, text, ForexError.TIME_INVALID);
    }
}
