package dev.corridor.forex.candle.domain;

import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Which of a pair's prices. */
public enum PriceSide {
    BID(Tick::bid, Candle::bid),
    ASK(Tick::ask, Candle::ask),
    MID(Tick::mid, Candle::mid);

    private final Function<Tick, BigDecimal> ofTick;
    private final Function<Candle, Ohlc> ofCandle;

    PriceSide(Function<Tick, BigDecimal> ofTick, Function<Candle, Ohlc> ofCandle) {
        this.ofTick = ofTick;
        this.ofCandle = ofCandle;
    }

    /** @throws Problem invalid_request */
    public static PriceSide parse(String name) {
        return Arrays.stream(values())
                .filter(side -> side.code().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.of(StandardError.INVALID_REQUEST, "A price is one of bid, ask and mid."));
    }

    /**
     * @param names with commas; all when absent
     * @throws Problem invalid_request
     */
    public static List<PriceSide> parse(Optional<String> names) {
        return names.map(list -> Arrays.stream(list.split(",", -1))
                        .map(PriceSide::parse)
                        .distinct()
                        .sorted()
                        .toList())
                .orElse(List.of(values()));
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public BigDecimal of(Tick tick) {
        return ofTick.apply(tick);
    }

    public Ohlc of(Candle candle) {
        return ofCandle.apply(candle);
    }
}
