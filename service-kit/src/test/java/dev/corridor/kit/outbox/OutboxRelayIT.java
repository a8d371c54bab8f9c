package dev.corridor.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import dev.corridor.embedded.EmbeddedKafka;
import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestServers;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.kit.sql.SampleDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishes from a real table to a real broker. */
class OutboxRelayIT {
    private static final int KEYS = 7;

    private final String service = "sample-" + UUID.randomUUID();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Outbox outbox = new Outbox();
    private Vertx vertx;
    private DatabaseSettings settings;
    private Database database;
    private int appended;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        settings = SampleDatabase.migrated();
        database = Database.connect(vertx, settings);
    }

    @AfterEach
    void stop() {
        Future.join(vertx.deploymentIDs().stream().map(vertx::undeploy).toList())
                .await();
        vertx.close().await();
    }

    @Test
    void events_are_published_in_order_per_key_and_deleted() {
        append(3_000);
        relayTo(TestServers.shared().kafka());

        assertThat(received(TestServers.shared().kafka(), 3_000)).isEqualTo(inOrder(3_000));
        await().atMost(ONE_MINUTE).until(() -> published() == 3_000);
        assertThat(waiting().await()).isZero();
    }

    @Test
    void an_event_is_a_cloud_event_with_its_correlation_id() throws Exception {
        database.transaction(connection -> outbox.append(
                        connection,
                        List.of(new OutboxEvent("payment-1", "dev.corridor.sample.made", StringValue.of("hello"))),
                        List.of("correlation-1")))
                .await();
        relayTo(TestServers.shared().kafka());

        try (var topic = topic(TestServers.shared().kafka())) {
            var event = topic.readUntil(any -> true).get(0);

            assertThat(event.key()).isEqualTo("payment-1");
            assertThat(StringValue.parseFrom(event.value()).getValue()).isEqualTo("hello");
            assertThat(header(event, "ce_type")).isEqualTo("dev.corridor.sample.made");
            assertThat(header(event, "ce_subject")).isEqualTo("payment-1");
            assertThat(header(event, "ce_source")).isEqualTo("/corridor/" + service);
            assertThat(header(event, "x-correlation-id")).isEqualTo("correlation-1");
            assertThat(header(event, "content-type")).isEqualTo("application/protobuf");
        }
    }

    @Test
    void events_of_one_row_have_their_own_ids() {
        append(120);
        relayTo(TestServers.shared().kafka());

        try (var topic = topic(TestServers.shared().kafka())) {
            IntStream.range(0, KEYS).forEach(key -> numbers(topic, key, 120));

            assertThat(topic.readUntil(any -> true).stream()
                            .map(event -> header(event, "ce_id"))
                            .distinct())
                    .hasSize(120);
        }
    }

    @Test
    void a_row_larger_than_a_batch_is_published_whole() {
        append(2_100, 1_050);
        relayTo(TestServers.shared().kafka());

        assertThat(received(TestServers.shared().kafka(), 2_100)).isEqualTo(inOrder(2_100));
    }

    @Test
    void an_event_of_a_failed_transaction_is_never_published() {
        var failed = database.transaction(connection -> outbox.append(
                        connection,
                        List.of(new OutboxEvent("key-0", "dev.corridor.sample.made", StringValue.of("untrue"))))
                .compose(appended -> Future.failedFuture("refused")));
        assertThat(failed.toCompletionStage().toCompletableFuture()).failsWithin(java.time.Duration.ofSeconds(10));
        append(10);
        relayTo(TestServers.shared().kafka());

        assertThat(received(TestServers.shared().kafka(), 10)).isEqualTo(inOrder(10));
    }

    @Test
    void two_relays_neither_duplicate_nor_reorder() {
        relayTo(TestServers.shared().kafka());
        relayTo(TestServers.shared().kafka());
        append(3_000);

        assertThat(received(TestServers.shared().kafka(), 3_000)).isEqualTo(inOrder(3_000));
    }

    @Test
    void when_one_relay_stops_the_other_continues() {
        String first = relayTo(TestServers.shared().kafka());
        relayTo(TestServers.shared().kafka());
        append(500);
        vertx.undeploy(first).await();
        append(500);

        assertThat(received(TestServers.shared().kafka(), 1_000)).isEqualTo(inOrder(1_000));
    }

    @Test
    void events_stay_in_order_when_kafka_was_unavailable(@TempDir Path folder) {
        var options = EmbeddedKafka.Options.open(folder.resolve("kafka"));
        String address = Ports.LOOPBACK + ":" + options.port();
        relayTo(address);
        append(700);
        untilFailures(2);
        await().atMost(ONE_MINUTE)
                .until(() -> metrics.get("corridor.outbox.waiting").gauge().value() == 700);

        try (var kafka = EmbeddedKafka.start(options)) {
            append(1);
            assertThat(withoutRepeats(received(kafka.bootstrapServers(), 701))).isEqualTo(inOrder(701));
        }
    }

    private String relayTo(String kafka) {
        return vertx.deployVerticle(
                        new OutboxRelay(service, settings, new KafkaSettings(kafka, Optional.empty()), metrics))
                .await();
    }

    /** Stores that many events in several transactions, numbered in commit order. */
    private void append(int count) {
        append(count, 50);
    }

    private void append(int count, int atOnce) {
        int upTo = appended + count;
        while (appended < upTo) {
            int size = Math.min(atOnce, upTo - appended);
            var events = IntStream.range(appended, appended + size)
                    .mapToObj(i -> event("key-" + i % KEYS, i))
                    .toList();
            database.transaction(connection -> outbox.append(connection, events))
                    .await();
            appended += size;
        }
    }

    private static OutboxEvent event(String key, int number) {
        return new OutboxEvent(key, "dev.corridor.sample.made", StringValue.of(Integer.toString(number)));
    }

    /** Waits for that many events and returns their numbers by key; a duplicate is in twice. */
    private List<List<Integer>> received(String kafka, int count) {
        try (var topic = topic(kafka)) {
            return IntStream.range(0, KEYS)
                    .mapToObj(key -> numbers(topic, key, count))
                    .toList();
        }
    }

    /** Waits for each key, because partitions are read in no order. */
    private static List<Integer> numbers(Topic topic, int key, int count) {
        int last = IntStream.range(0, count).filter(i -> i % KEYS == key).max().orElseThrow();
        return topic.readUntil(event -> number(event) == last).stream()
                .filter(event -> event.key().equals("key-" + key))
                .map(OutboxRelayIT::number)
                .toList();
    }

    /** Removes duplicates: delivery is at least once, and a batch that timed out may have been stored. */
    private static List<List<Integer>> withoutRepeats(List<List<Integer>> received) {
        return received.stream()
                .map(numbers -> numbers.stream().distinct().toList())
                .toList();
    }

    private static List<List<Integer>> inOrder(int count) {
        List<List<Integer>> expected = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            int each = key;
            expected.add(IntStream.range(0, count)
                    .filter(i -> i % KEYS == each)
                    .boxed()
                    .toList());
        }
        return expected;
    }

    private Topic topic(String kafka) {
        return new Topic(kafka, "corridor." + service + ".v1");
    }

    private void untilFailures(double count) {
        await().atMost(ONE_MINUTE).until(() -> failures() >= count);
    }

    private double failures() {
        return metrics.counter("corridor.outbox.failures", "service", service).count();
    }

    private double published() {
        return metrics.counter("corridor.outbox.published", "service", service).count();
    }

    private Future<Long> waiting() {
        return database.pool()
                .query("select count(*) as waiting from outbox_event")
                .execute()
                .map(rows -> rows.iterator().next().getLong("waiting"));
    }

    private static int number(ConsumerRecord<String, byte[]> event) {
        try {
            return Integer.parseInt(StringValue.parseFrom(event.value()).getValue());
        } catch (InvalidProtocolBufferException notOurs) {
            throw new IllegalStateException(notOurs);
        }
    }

    private static String header(ConsumerRecord<String, byte[]> event, String name) {
        return new String(event.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
