package dev.corridor.forex.candle.wire;

import dev.corridor.forex.candle.domain.Candle;
import dev.corridor.forex.candle.domain.CandleSeries;
import dev.corridor.forex.engine.domain.PriceSide;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Writes candles as CSV (RFC 4180), one line per candle. None of the values needs quotes. */
public final class CandlesCsv {
    private static final String LINE_END = "\r\n";

    private CandlesCsv() {}

    public static String of(CandleSeries series, List<PriceSide> sides) {
        var text = new StringBuilder(header(sides)).append(LINE_END);
        series.candles().forEach(candle -> text.append(line(candle, sides)).append(LINE_END));
        return text.toString();
    }

    private static String header(List<PriceSide> sides) {
        var columns = new ArrayList<>(List.of("time", "pair", "granularity", "complete", "gap", "partial", "ticks"));
        sides.forEach(side ->
                Stream.of("open", "high", "low", "close").forEach(price -> columns.add(side.code() + "_" + price)));
        return String.join(",", columns);
    }

    private static String line(Candle candle, List<PriceSide> sides) {
        var values = new ArrayList<>(List.of(
                candle.start().toString(),
                candle.pair().toString(),
                candle.granularity().code(),
                Boolean.toString(candle.complete()),
                Boolean.toString(candle.isGap()),
                Boolean.toString(candle.partial()),
                Long.toString(candle.ticks())));
        for (var side : sides) {
            var prices = candle.prices(side);
            Stream.of(prices.open(), prices.high(), prices.low(), prices.close())
                    .forEach(price -> values.add(price.toPlainString()));
        }
        return String.join(",", values);
    }
}
