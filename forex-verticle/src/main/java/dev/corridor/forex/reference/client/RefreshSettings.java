package dev.corridor.forex.reference.client;

import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the download of new publications.
 *
 * @param daily address of the European Central Bank's daily file; its other files are in the same folder
 * @param timeout of one file
 * @param pause before a failed download is repeated for the first time; it doubles up to one hour
 */
public record RefreshSettings(URI daily, Duration timeout, Duration pause) {
    private static final URI EUROPEAN_CENTRAL_BANK =
            URI.create("https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml");

    public RefreshSettings {
        requireNotZero("ECB_TIMEOUT", timeout);
        requireNotZero("ECB_RETRY_PAUSE", pause);
    }

    private static void requireNotZero(String key, Duration duration) {
        if (duration.isZero()) {
            throw new InvalidSetting(key, "must not be zero");
        }
    }

    /** Returns empty when downloads are turned off. */
    public static Optional<RefreshSettings> from(Settings settings) {
        var timeout = settings.duration("ECB_TIMEOUT", Duration.ofSeconds(10));
        var pause = settings.duration("ECB_RETRY_PAUSE", Duration.ofMinutes(1));
        return settings.uriUnlessOff("ECB_URL", EUROPEAN_CENTRAL_BANK)
                .map(daily -> new RefreshSettings(daily, timeout, pause));
    }
}
