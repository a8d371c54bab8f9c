package dev.corridor.payment;

import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.kit.runtime.TransportSettings;
import dev.corridor.kit.sql.DatabaseSettings;
import java.time.Duration;
import java.util.List;

/**
 * What the payment service is told from outside, read once at start.
 *
 * @param lease how long a payment may stay between two steps before recovery takes it up; longer than a call to the ledger
 *     can take
 * @param keysKept how long a repeat under the same idempotency key is recognised, 24 hours at least
 * @param lapseNotice how long before a hold lapses that is announced
 * @param instances verticles, each on an event loop of its own
 */
public record PaymentConfig(
        TransportSettings doors,
        DatabaseSettings database,
        TokenSettings tokens,
        String kafkaBootstrapServers,
        List<HostPort> profile,
        List<HostPort> ledger,
        List<HostPort> forex,
        Duration lease,
        Duration keysKept,
        Duration lapseNotice,
        int instances) {

    public static PaymentConfig from(Settings settings) {
        return new PaymentConfig(
                TransportSettings.from(settings),
                DatabaseSettings.from(settings),
                TokenSettings.from(settings),
                settings.text("KAFKA_BOOTSTRAP_SERVERS"),
                settings.addresses("PROFILE_GRPC"),
                settings.addresses("LEDGER_GRPC"),
                settings.addresses("FOREX_GRPC"),
                settings.duration("PAYMENT_LEASE", Duration.ofSeconds(10)),
                settings.duration("IDEMPOTENCY_KEY_TTL", Duration.ofHours(48)),
                settings.duration("HOLD_EXPIRY_NOTICE", Duration.ofHours(1)),
                settings.integer("INSTANCES", 1, 1, 64));
    }
}
