package dev.corridor.platform.services;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the payment events from Kafka and ignores repeated deliveries, as consumers must. */
final class PaymentEventConsumer implements AutoCloseable {
    private static final String TOPIC = "corridor.payment.v1";
    private static final String TYPE_PREFIX = "dev.corridor.payment.";
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Set<String> eventIds = new HashSet<>();
    private final Map<String, List<String>> typesByPayment = new HashMap<>();

    PaymentEventConsumer(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        "reader-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest",
                        "metadata.max.age.ms",
                        "500"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(TOPIC));
    }

    /** Types of a payment's events, such as "created", in the order of their first delivery. */
    List<String> typesOf(String paymentId) {
        return typesByPayment.getOrDefault(paymentId, List.of());
    }

    /** Reads until the events read so far satisfy the condition. */
    void readUntil(Predicate<PaymentEventConsumer> condition) {
        await().atMost(TIMEOUT).pollInSameThread().pollDelay(Duration.ZERO).until(() -> {
            if (condition.test(this)) {
                return true;
            }
            consumer.poll(POLL_TIMEOUT).forEach(this::add);
            return condition.test(this);
        });
    }

    private void add(ConsumerRecord<String, byte[]> event) {
        if (eventIds.add(header(event, "ce_id"))) {
            typesByPayment
                    .computeIfAbsent(event.key(), first -> new ArrayList<>())
                    .add(header(event, "ce_type").substring(TYPE_PREFIX.length()));
        }
    }

    private static String header(ConsumerRecord<String, byte[]> event, String name) {
        return new String(event.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
