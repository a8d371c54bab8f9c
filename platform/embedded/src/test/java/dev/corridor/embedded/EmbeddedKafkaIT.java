package dev.corridor.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    @TempDir
    Path folder;

    @Test
    void a_second_start_finds_the_messages_of_the_first() throws Exception {
        try (var kafka = start()) {
            send(kafka, "first");
        }
        try (var kafka = start()) {
            send(kafka, "second");
            assertThat(receive(kafka, 2)).containsExactlyInAnyOrder("first", "second");
        }
    }

    @Test
    void an_incomplete_data_folder_is_refused() throws Exception {
        Files.createDirectories(folder.resolve("kafka/data/topic-0"));
        assertThatThrownBy(this::start)
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("is incomplete (meta.properties is missing)");
    }

    @Test
    void with_a_login_nobody_else_may_connect() throws Exception {
        var login = new EmbeddedKafka.Login("corridor", "of-this-test");
        var options = new EmbeddedKafka.Options(
                folder.resolve("kafka"), Ports.free(), Ports.free(), Optional.of(login), List.of());
        try (var kafka = EmbeddedKafka.start(options)) {
            send(kafka, "known", loginOf("of-this-test"));

            assertThatThrownBy(() -> send(kafka, "wrong", loginOf("guessed")))
                    .hasRootCauseInstanceOf(SaslAuthenticationException.class);
            assertThatThrownBy(() -> send(kafka, "nobody", Map.of("max.block.ms", 2_000)))
                    .hasRootCauseInstanceOf(TimeoutException.class);
        }
    }

    private static Map<String, Object> loginOf(String password) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"corridor\" password=\""
                        + password + "\";");
    }

    private EmbeddedKafka start() {
        return EmbeddedKafka.start(EmbeddedKafka.Options.open(folder.resolve("kafka")));
    }

    private static void send(EmbeddedKafka kafka, String message) throws Exception {
        send(kafka, message, Map.of());
    }

    private static void send(EmbeddedKafka kafka, String message, Map<String, Object> login) throws Exception {
        var settings = new HashMap<>(login);
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("corridor.sample.v1", "key", message))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static List<String> receive(EmbeddedKafka kafka, int count) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", kafka.bootstrapServers(), "group.id", "sample", "auto.offset.reset", "earliest");
        var received = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("corridor.sample.v1"));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(500)).forEach(message -> received.add(message.value()));
                return received.size() >= count;
            });
        }
        return received;
    }
}
