package dev.corridor.kit.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a Kafka topic from its beginning. */
final class Topic implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MOST_POLLS = 300;

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();

    Topic(String kafka, String name) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka,
                        "group.id",
                        "reader-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest",
                        "metadata.max.age.ms",
                        "500"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(name));
    }

    /** Reads all records up to the first that satisfies {@code last}. */
    List<ConsumerRecord<String, byte[]>> readUntil(Predicate<ConsumerRecord<String, byte[]>> last) {
        for (int polls = 0; polls < MOST_POLLS; polls++) {
            consumer.poll(POLL).forEach(seen::add);
            if (seen.stream().anyMatch(last)) {
                return List.copyOf(seen);
            }
        }
        throw new AssertionError("Only " + seen.size() + " records came");
    }

    @Override
    public void close() {
        consumer.close();
    }
}
