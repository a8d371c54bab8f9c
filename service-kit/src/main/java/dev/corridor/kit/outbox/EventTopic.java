package dev.corridor.kit.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes batches of events to a service's Kafka topic. Every call blocks, so it runs on a worker thread.
 *
 * <p>It uses Kafka's own producer. Vert.x's queues each send on a worker, and while Kafka is unavailable each send waits
 * for the ones before it and then for its timeout. Here the first send that fails ends the batch.
 */
final class EventTopic implements AutoCloseable {
    private static final int SEND_TIMEOUT_MS = 5_000;
    private static final int DELIVERY_TIMEOUT_MS = 10_000;
    private static final int REQUEST_BYTES = 256 * 1024;

    private final Map<String, Object> producerConfig;
    private KafkaProducer<String, byte[]> producer;

    EventTopic(String clientId, KafkaSettings kafka) {
        producerConfig = new HashMap<>(kafka.clientProperties());
        producerConfig.putAll(Map.ofEntries(
                Map.entry("client.id", clientId),
                Map.entry("acks", "all"),
                Map.entry("enable.idempotence", "true"),
                // One request at a time: a new topic was seen to accept a producer's second request without its first.
                Map.entry("max.in.flight.requests.per.connection", 1),
                Map.entry("batch.size", REQUEST_BYTES),
                Map.entry("linger.ms", "5"),
                Map.entry("compression.type", "lz4"),
                Map.entry("max.block.ms", SEND_TIMEOUT_MS),
                Map.entry("request.timeout.ms", SEND_TIMEOUT_MS),
                Map.entry("delivery.timeout.ms", DELIVERY_TIMEOUT_MS)));
    }

    /**
     * Returns when Kafka has acknowledged the whole batch. After a failure nothing of the batch is sent any more, so the
     * next one stays in order.
     */
    void publish(List<ProducerRecord<String, byte[]>> batch)
            throws ExecutionException, TimeoutException, InterruptedException {
        boolean acknowledged = false;
        try {
            acknowledge(send(batch));
            acknowledged = true;
        } finally {
            if (!acknowledged) {
                close();
            }
        }
    }

    /** Closes the producer without waiting for sends in flight. */
    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    private List<Future<RecordMetadata>> send(List<ProducerRecord<String, byte[]>> batch)
            throws ExecutionException, InterruptedException {
        if (producer == null) {
            producer = new KafkaProducer<>(producerConfig, new StringSerializer(), new ByteArraySerializer());
        }
        var sent = new ArrayList<Future<RecordMetadata>>(batch.size());
        for (var event : batch) {
            var sending = producer.send(event);
            if (sending.isDone()) {
                sending.get();
            }
            sent.add(sending);
        }
        return sent;
    }

    private static void acknowledge(List<Future<RecordMetadata>> sent)
            throws ExecutionException, TimeoutException, InterruptedException {
        for (var sending : sent) {
            sending.get(DELIVERY_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        }
    }
}
