package dev.corridor.platform.services;

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

/** What Kafka has been told of payments, as a consumer reads it that takes each event once. */
final class PaymentEventConsumer implements AutoCloseable {
    private static final String NAME = "corridor.payment.v1";
    private static final String TYPE_PREFIX = "dev.corridor.payment.";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Set<String> taken = new HashSet<>();
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
        consumer.subscribe(List.of(NAME));
    }

    /** The types of a payment's events, such as "created", in the order in which they came first. */
    List<String> typesOf(String paymentId) {
        return typesByPayment.getOrDefault(paymentId, List.of());
    }

    /** Reads on until {@code enough} holds of what has been read from the beginning. */
    void readUntil(Predicate<PaymentEventConsumer> enough) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!enough.test(this)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Only " + taken.size() + " events came");
            }
            consumer.poll(POLL).forEach(this::take);
        }
    }

    private void take(ConsumerRecord<String, byte[]> event) {
        if (taken.add(header(event, "ce_id"))) {
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
