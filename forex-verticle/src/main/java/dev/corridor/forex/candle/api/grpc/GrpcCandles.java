package dev.corridor.forex.candle.api.grpc;

import dev.corridor.forex.candle.domain.CandleSeries;
import dev.corridor.forex.candle.domain.Ohlc;
import dev.corridor.forex.candle.usecase.CandleQueries;
import dev.corridor.forex.candle.wire.CandleCursor;
import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.v1.Candle;
import dev.corridor.forex.v1.CandlePrices;
import dev.corridor.forex.v1.ForexServiceGrpcService;
import dev.corridor.forex.v1.Granularity;
import dev.corridor.forex.v1.ListCandlesRequest;
import dev.corridor.forex.v1.ListCandlesResponse;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.RequestTime;
import dev.corridor.kit.value.ProtoTime;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** gRPC methods of candles, a part of forex.v1.ForexService. Belongs to one verticle. */
public final class GrpcCandles {
    private final CandleQueries candles;

    public GrpcCandles(CandleQueries candles) {
        this.candles = candles;
    }

    public void mount(GrpcTransport grpc) {
        grpc.unary(ForexServiceGrpcService.ListCandles, Scope.FOREX_READ, this::listCandles);
    }

    private Future<ListCandlesResponse> listCandles(Caller caller, ListCandlesRequest request) {
        var pair = Pair.parse(request.getPair());
        var granularity = granularity(request.getGranularity());
        var to = to(request);
        var cursor = CandleCursor.of(pair, granularity, from(request), to);
        var start = cursor.start(Optional.of(request.getCursor()).filter(given -> !given.isEmpty()));
        int limit = CandleQueries.LIMIT.of(request.getLimit());
        return candles.series(new CandleQueries.Query(pair, granularity, start, to, limit))
                .map(series -> toProto(series, cursor));
    }

    private static Optional<Instant> from(ListCandlesRequest request) {
        return request.hasFrom()
                ? Optional.of(RequestTime.fromProto("from", request.getFrom(), ForexError.TIME_INVALID))
                : Optional.empty();
    }

    private static Optional<Instant> to(ListCandlesRequest request) {
        return request.hasTo()
                ? Optional.of(RequestTime.fromProto("to", request.getTo(), ForexError.TIME_INVALID))
                : Optional.empty();
    }

    private static dev.corridor.forex.candle.domain.Granularity granularity(Granularity granularity) {
        return switch (granularity) {
            case GRANULARITY_1S -> dev.corridor.forex.candle.domain.Granularity.S1;
            case GRANULARITY_1M -> dev.corridor.forex.candle.domain.Granularity.M1;
            case GRANULARITY_5M -> dev.corridor.forex.candle.domain.Granularity.M5;
            case GRANULARITY_15M -> dev.corridor.forex.candle.domain.Granularity.M15;
            case GRANULARITY_1H -> dev.corridor.forex.candle.domain.Granularity.H1;
            case GRANULARITY_1D -> dev.corridor.forex.candle.domain.Granularity.D;
            case GRANULARITY_UNSPECIFIED, UNRECOGNIZED ->
                throw Problem.of(ForexError.GRANULARITY_INVALID, "There are no candles of that granularity.");
        };
    }

    private static ListCandlesResponse toProto(CandleSeries series, CandleCursor cursor) {
        var list = ListCandlesResponse.newBuilder()
                .setPair(series.pair().toString())
                .setGranularity(Granularity.valueOf(
                        "GRANULARITY_" + series.granularity().code().toUpperCase(Locale.ROOT)));
        series.candles().forEach(candle -> list.addCandles(toProto(candle)));
        cursor.next(series).ifPresent(list::setNextCursor);
        return list.build();
    }

    private static Candle toProto(dev.corridor.forex.candle.domain.Candle candle) {
        return Candle.newBuilder()
                .setTime(ProtoTime.toProto(candle.start()))
                .setComplete(candle.complete())
                .setGap(candle.isGap())
                .setPartial(candle.partial())
                .setTicks(candle.ticks())
                .setBid(toProto(candle.bid()))
                .setAsk(toProto(candle.ask()))
                .setMid(toProto(candle.mid()))
                .build();
    }

    private static CandlePrices toProto(Ohlc prices) {
        return CandlePrices.newBuilder()
                .setOpen(prices.open().toPlainString())
                .setHigh(prices.high().toPlainString())
                .setLow(prices.low().toPlainString())
                .setClose(prices.close().toPlainString())
                .build();
    }
}
