package dev.corridor.forex.engine.domain;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** One of the three prices of a tick. */
public enum PriceSide {
    BID(Tick::bid),
    ASK(Tick::ask),
    MID(Tick::mid);

    private final Function<Tick, BigDecimal> price;

    PriceSide(Function<Tick, BigDecimal> price) {
        this.price = price;
    }

    /** @throws Problem invalid_request */
    public static PriceSide parse(String name) {
        return Arrays.stream(values())
                .filter(side -> side.code().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.of(StandardError.INVALID_REQUEST, "A price is one of bid, ask and mid."));
    }

    /**
     * Parses a list.
     *
     * @param names empty: all sides
     * @throws Problem invalid_request
     */
    public static List<PriceSide> parse(List<String> names) {
        return names.isEmpty()
                ? List.of(values())
                : names.stream().map(PriceSide::parse).distinct().sorted().toList();
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public BigDecimal of(Tick tick) {
        return price.apply(tick);
    }
}
