package dev.corridor.forex.candle.domain;

import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Currency;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settings of candles.
 *
 * @param bySecond the currencies whose pairs have candles of one second
 * @param retention age after which candles are deleted; candles of other granularities are never deleted
 */
public record CandleSettings(Set<Currency> bySecond, Map<Granularity, Duration> retention) {
    private static final String BY_SECOND = "CANDLE_SECOND_CURRENCIES";
    private static final List<String> MAJORS = List.of("EUR", "USD", "JPY", "GBP", "CHF", "AUD", "CAD", "NZD");
    private static final Map<Granularity, Duration> DEFAULT_RETENTION = Map.of(
            Granularity.S1, Duration.ofHours(1),
            Granularity.M1, Duration.ofDays(7),
            Granularity.M5, Duration.ofDays(30),
            Granularity.M15, Duration.ofDays(30),
            Granularity.H1, Duration.ofDays(366),
            Granularity.D, Duration.ZERO);

    public CandleSettings {
        bySecond = Set.copyOf(bySecond);
        retention = Map.copyOf(retention);
    }

    /** Reads CANDLE_SECOND_CURRENCIES, and CANDLE_RETENTION_1S to CANDLE_RETENTION_1D, of which zero means for ever. */
    public static CandleSettings from(Settings settings) {
        var retention = new EnumMap<Granularity, Duration>(Granularity.class);
        DEFAULT_RETENTION.forEach((granularity, standard) -> {
            var key = "CANDLE_RETENTION_" + granularity.code().toUpperCase(Locale.ROOT);
            var age = settings.duration(key, standard);
            if (!age.isZero()) {
                retention.put(granularity, age);
            }
        });
        var codes = settings.isSet(BY_SECOND) ? settings.list(BY_SECOND) : MAJORS;
        return new CandleSettings(codes.stream().map(CandleSettings::currency).collect(Collectors.toSet()), retention);
    }

    private static Currency currency(String code) {
        try {
            return Currency.of(code);
        } catch (Problem unknown) {
            throw new InvalidSetting(BY_SECOND, "is not a list of currencies");
        }
    }
}
