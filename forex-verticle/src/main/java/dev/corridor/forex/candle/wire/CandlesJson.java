package dev.corridor.forex.candle.wire;

import dev.corridor.forex.candle.domain.Candle;
import dev.corridor.forex.candle.domain.CandleSeries;
import dev.corridor.forex.candle.domain.Ohlc;
import dev.corridor.forex.engine.domain.PriceSide;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Writes candles as JSON, as openapi/forex.yaml and asyncapi/forex.yaml define them. */
public final class CandlesJson {
    private CandlesJson() {}

    /** @param next the cursor of the next page */
    public static JsonObject of(CandleSeries series, List<PriceSide> sides, Optional<String> next) {
        var candles = new JsonArray();
        series.candles().forEach(candle -> candles.add(put(new JsonObject(), candle, sides)));
        var json = new JsonObject()
                .put("pair", series.pair().toString())
                .put("granularity", series.granularity().code())
                .put("candles", candles);
        next.ifPresent(cursor -> json.put("next_cursor", cursor));
        return json;
    }

    /** Writes one candle as a message of the stream. */
    public static JsonObject message(Candle candle) {
        var json = new JsonObject()
                .put("type", "candle")
                .put("pair", candle.pair().toString())
                .put("granularity", candle.granularity().code());
        return put(json, candle, List.of(PriceSide.values()));
    }

    private static JsonObject put(JsonObject json, Candle candle, List<PriceSide> sides) {
        json.put("time", candle.start().toString())
                .put("complete", candle.complete())
                .put("gap", candle.isGap())
                .put("partial", candle.partial())
                .put("ticks", candle.ticks());
        sides.forEach(side -> json.put(side.code(), of(candle.prices(side))));
        return json;
    }

    private static JsonObject of(Ohlc prices) {
        return new JsonObject()
                .put("open", prices.open().toPlainString())
                .put("high", prices.high().toPlainString())
                .put("low", prices.low().toPlainString())
                .put("close", prices.close().toPlainString());
    }
}
