package dev.corridor.payment;

import dev.corridor.kit.config.Settings;
import dev.corridor.kit.grpc.PeerSettings;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.kit.outbox.KafkaSettings;
import dev.corridor.kit.runtime.TransportSettings;
import dev.corridor.kit.sql.DatabaseSettings;
import java.time.Duration;

/**
 * Configuration of the payment service, read once at start.
 *
 * @param lease how long a payment may stay between two steps before recovery takes it over; longer than a call to the
 *     ledger
 * @param keyTtl how long repeats under the same idempotency key are replayed; at least 24 hours
 * @param expiryNotice how long before its expiry a hold is announced
 * @param instances number of verticles, each on its own event loop
 */
public record PaymentConfig(
        TransportSettings transports,
        DatabaseSettings database,
        TokenSettings tokens,
        KafkaSettings kafka,
        PeerSettings profile,
        PeerSettings ledger,
        PeerSettings forex,
        Duration lease,
        Duration keyTtl,
        Duration expiryNotice,
        int instances) {

    public static PaymentConfig from(Settings settings) {
        return new PaymentConfig(
                TransportSettings.from(settings),
                DatabaseSettings.from(settings),
                TokenSettings.from(settings),
                KafkaSettings.from(settings),
                PeerSettings.from(settings, "PROFILE_GRPC"),
                PeerSettings.from(settings, "LEDGER_GRPC"),
                PeerSettings.from(settings, "FOREX_GRPC"),
                settings.duration("PAYMENT_LEASE", Duration.ofSeconds(4)),
                settings.duration("IDEMPOTENCY_KEY_TTL", Duration.ofHours(48)),
                settings.duration("HOLD_EXPIRY_NOTICE", Duration.ofHours(1)),
                settings.integer("INSTANCES", 1, 1, 64));
    }
}
