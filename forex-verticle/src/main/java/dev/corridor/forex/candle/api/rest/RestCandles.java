package dev.corridor.forex.candle.api.rest;

import dev.corridor.forex.candle.domain.CandleSeries;
import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.candle.usecase.CandleQueries;
import dev.corridor.forex.candle.wire.CandleCursor;
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
import java.util.Optional;

/** REST operations of candles; their contract is openapi/forex.yaml. Belongs to one verticle. */
public final class RestCandles {
    private final CandleQueries candles;

    public RestCandles(CandleQueries candles) {
        this.candles = candles;
    }

    public void mount(RestTransport rest) {
        rest.operation("listCandles", Scope.FOREX_READ, this::listCandles);
    }

    private Future<Reply> listCandles(Caller caller, RestRequest request) {
        var sides = PriceSide.parse(request.list("price"));
        boolean wantsCsv = CsvFormat.isRequested(request);
        var pair = Pair.parse(request.query("pair").orElse(""));
        var granularity = Granularity.parse(request.query("granularity").orElse(""));
        var to = time(request, "to");
        var cursor = CandleCursor.of(pair, granularity, time(request, "from"), to);
        var start = cursor.start(request.query("cursor"));
        int limit = CandleQueries.LIMIT.of(request.query("limit"));
        return candles.series(new CandleQueries.Query(pair, granularity, start, to, limit))
                .map(series -> wantsCsv
                        ? csv(series, sides, cursor)
                        : Reply.ok(CandlesJson.of(series, sides, cursor.next(series))));
    }

    private static Optional<Instant> time(RestRequest request, String parameter) {
        return request.query(parameter).map(text -> RequestTime.parse(parameter, text, ForexError.TIME_INVALID));
    }

    /** Returns the cursor as a header, since CSV has no place for it. */
    private static Reply csv(CandleSeries series, List<PriceSide> sides, CandleCursor cursor) {
        var reply = Reply.of(200, CsvFormat.MEDIA_TYPE, Buffer.buffer(CandlesCsv.of(series, sides)));
        return cursor.next(series)
                .map(next -> reply.header("next-cursor", next))
                .orElse(reply);
    }
}
