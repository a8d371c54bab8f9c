package dev.corridor.forex.candle.domain;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.kit.error.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Length of a candle, finest first. Candles start at whole multiples of it since 1970 in UTC: a day starts at midnight. */
public enum Granularity {
    S1("1s", Duration.ofSeconds(1)),
    M1("1m", Duration.ofMinutes(1)),
    M5("5m", Duration.ofMinutes(5)),
    M15("15m", Duration.ofMinutes(15)),
    H1("1h", Duration.ofHours(1)),
    D("1d", Duration.ofDays(1));

    private final String code;
    private final Duration length;

    Granularity(String code, Duration length) {
        this.code = code;
        this.length = length;
    }

    /**
     * @param text "1m", or "M1" as OANDA writes it
     * @throws Problem granularity_invalid
     */
    public static Granularity parse(String text) {
        return Arrays.stream(values())
                .filter(each -> each.code.equals(text) || each.name().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> Problem.of(ForexError.GRANULARITY_INVALID, "There are no candles of that granularity."));
    }

    public String code() {
        return code;
    }

    public Duration length() {
        return length;
    }

    /** Returns the next shorter granularity, from which this one is built; empty for the finest, which is built from ticks. */
    public Optional<Granularity> finer() {
        return ordinal() == 0 ? Optional.empty() : Optional.of(values()[ordinal() - 1]);
    }

    /** Returns the start of the candle that contains a moment. */
    public Instant start(Instant moment) {
        long seconds = length.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds) * seconds);
    }
}
