package dev.corridor.forex.engine.domain;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
     * Parses a comma-separated list.
     *
     * @param names all sides when absent
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
        return price.apply(tick);
    }
}
