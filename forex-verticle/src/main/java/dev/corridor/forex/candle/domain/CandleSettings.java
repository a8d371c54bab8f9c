package dev.corridor.forex.candle.domain;

import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Money;
import java.time.Duration;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which candles there are, and how long.
 *
 * @param bySecond the currencies whose pairs have candles of a second
 * @param keep those that are not among them stay for ever
 */
public record CandleSettings(Set<Currency> bySecond, Map<Granularity, Duration> keep) {
    private static final String BY_SECOND = "CANDLE_SECOND_CURRENCIES";
    private static final List<String> MAJORS = List.of("EUR", "USD", "JPY", "GBP", "CHF", "AUD", "CAD", "NZD");
    private static final Map<Granularity, Duration> KEPT = Map.of(
            Granularity.S1, Duration.ofHours(1),
            Granularity.M1, Duration.ofDays(7),
            Granularity.M5, Duration.ofDays(30),
            Granularity.M15, Duration.ofDays(30),
            Granularity.H1, Duration.ofDays(366),
            Granularity.D, Duration.ZERO);

    public CandleSettings {
        bySecond = Set.copyOf(bySecond);
        keep = Map.copyOf(keep);
    }

    /** CANDLE_SECOND_CURRENCIES, and CANDLE_KEEP_1S to CANDLE_KEEP_1D, where no time at all means for ever. */
    public static CandleSettings from(Settings settings) {
        var keep = new EnumMap<Granularity, Duration>(Granularity.class);
        KEPT.forEach((granularity, usual) -> {
            var key = "CANDLE_KEEP_" + granularity.code().toUpperCase(Locale.ROOT);
            var kept = settings.duration(key, usual);
            if (!kept.isZero()) {
                keep.put(granularity, kept);
            }
        });
        var codes = settings.isSet(BY_SECOND) ? settings.list(BY_SECOND) : MAJORS;
        return new CandleSettings(codes.stream().map(CandleSettings::currency).collect(Collectors.toSet()), keep);
    }

    private static Currency currency(String code) {
        try {
            return Money.currency(code);
        } catch (Problem unknown) {
            throw new InvalidSetting(BY_SECOND, "is not a list of currencies");
        }
    }
}
