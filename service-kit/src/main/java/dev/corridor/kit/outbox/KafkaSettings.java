package dev.corridor.kit.outbox;

import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.config.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Address of Kafka, and the credentials for it. */
public record KafkaSettings(String bootstrapServers, Optional<Credentials> credentials) {
    private static final String PLAIN = "PLAIN";
    private static final Set<String> MECHANISMS = Set.of(PLAIN, "SCRAM-SHA-256", "SCRAM-SHA-512");
    private static final Set<String> PROTOCOLS = Set.of("SASL_SSL", "SASL_PLAINTEXT");

    /**
     * A SASL login.
     *
     * @param protocol SASL_SSL, or SASL_PLAINTEXT inside of one network
     */
    public record Credentials(String protocol, String mechanism, String user, Secret password) {
        private static Credentials from(Settings settings) {
            return new Credentials(
                    oneOf(PROTOCOLS, "KAFKA_SECURITY_PROTOCOL", settings.text("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")),
                    oneOf(MECHANISMS, "KAFKA_SASL_MECHANISM", settings.text("KAFKA_SASL_MECHANISM", "SCRAM-SHA-256")),
                    settings.text("KAFKA_USER"),
                    new Secret(settings.text("KAFKA_PASSWORD")));
        }

        private static String oneOf(Set<String> allowed, String key, String value) {
            if (!allowed.contains(value)) {
                throw new InvalidSetting(
                        key,
                        "is none of "
                                + String.join(", ", allowed.stream().sorted().toList()));
            }
            return value;
        }

        private String login() {
            String module = mechanism.equals(PLAIN)
                    ? "org.apache.kafka.common.security.plain.PlainLoginModule"
                    : "org.apache.kafka.common.security.scram.ScramLoginModule";
            return "%s required username=\"%s\" password=\"%s\";"
                    .formatted(module, quoted(user), quoted(password.value()));
        }

        private static String quoted(String text) {
            return text.replace("\\", "\\\\").replace("\"", "\\\"");
        }
    }

    /**
     * KAFKA_BOOTSTRAP_SERVERS; if KAFKA_USER is set, also KAFKA_PASSWORD, KAFKA_SASL_MECHANISM (SCRAM-SHA-256) and
     * KAFKA_SECURITY_PROTOCOL (SASL_SSL).
     */
    public static KafkaSettings from(Settings settings) {
        return new KafkaSettings(
                settings.text("KAFKA_BOOTSTRAP_SERVERS"),
                settings.isSet("KAFKA_USER") ? Optional.of(Credentials.from(settings)) : Optional.empty());
    }

    /** The properties by which a Kafka client connects. */
    public Map<String, Object> clientProperties() {
        var properties = new HashMap<String, Object>();
        properties.put("bootstrap.servers", bootstrapServers);
        credentials.ifPresent(login -> {
            properties.put("security.protocol", login.protocol());
            properties.put("sasl.mechanism", login.mechanism());
            properties.put("sasl.jaas.config", login.login());
        });
        return properties;
    }
}
