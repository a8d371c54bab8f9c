package dev.corridor.forex.reference.client;

import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where new publications are fetched from, and how.
 *
 * @param daily the European Central Bank's daily file; its others are beside it
 * @param timeout of one file
 * @param pause before the first repeat of what failed; it doubles up to an hour
 */
public record RefreshSettings(URI daily, Duration timeout, Duration pause) {
    private static final URI EUROPEAN_CENTRAL_BANK =
            URI.create("https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml");

    public RefreshSettings {
        requireSome("ECB_TIMEOUT", timeout);
        requireSome("ECB_RETRY_PAUSE", pause);
    }

    private static void requireSome(String key, Duration duration) {
        if (duration.isZero()) {
            throw new InvalidSetting(key, "is no time at all");
        }
    }

    /** Empty when nothing is to be fetched. */
    public static Optional<RefreshSettings> from(Settings settings) {
        var timeout = settings.duration("ECB_TIMEOUT", Duration.ofSeconds(10));
        var pause = settings.duration("ECB_RETRY_PAUSE", Duration.ofMinutes(1));
        return settings.uriUnlessOff("ECB_URL", EUROPEAN_CENTRAL_BANK)
                .map(daily -> new RefreshSettings(daily, timeout, pause));
    }
}
