package dev.corridor.kit.store;

import dev.corridor.kit.correlation.Correlation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the events of a service's outbox to its Kafka topic: at least once, in order per key. One a process; among
 * processes, the one that holds the lock of the row in outbox_relay. While Kafka is away events wait in the table.
 */
public final class OutboxRelay extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final int BATCH = 500;
    private static final long IDLE_PAUSE_MS = 100;
    private static final long PAUSE_AFTER_FAILURE_MS = 1_000;

    private final String service;
    private final DatabaseSettings databaseSettings;
    private final EventTopic topic;
    private final Counter published;
    private final Counter failures;
    private Database database;
    private Future<?> round = Future.succeededFuture();
    private boolean stopping;
    private boolean failing;

    /** @param service its name; the topic is {@code corridor.<service>.v1} */
    public OutboxRelay(String service, DatabaseSettings database, String kafkaBootstrapServers, MeterRegistry metrics) {
        this.service = service;
        this.databaseSettings = database;
        this.topic = new EventTopic("corridor-" + service, kafkaBootstrapServers);
        this.published = metrics.counter("corridor.outbox.published", "service", service);
        this.failures = metrics.counter("corridor.outbox.failures", "service", service);
    }

    @Override
    public Future<?> start() {
        database = Database.connect(vertx, databaseSettings.withPoolSize(1));
        scheduleRound(IDLE_PAUSE_MS);
        return Future.succeededFuture();
    }

    /** Waits for the round under way, which Kafka's timeouts bound: what Kafka has must also have left the table. */
    @Override
    public Future<?> stop() {
        stopping = true;
        return round.transform(finished -> vertx.executeBlocking(this::closeTopic, false))
                .eventually(database::close);
    }

    private Void closeTopic() {
        topic.close();
        return null;
    }

    private void scheduleRound(long pauseMs) {
        if (!stopping) {
            vertx.setTimer(pauseMs, due -> startRound());
        }
    }

    private void startRound() {
        if (!stopping) {
            round = relay().onComplete(done -> scheduleRound(pauseAfter(done)));
        }
    }

    private long pauseAfter(io.vertx.core.AsyncResult<Integer> done) {
        if (done.succeeded()) {
            failing = false;
            return done.result() == BATCH ? 1 : IDLE_PAUSE_MS;
        }
        failures.increment();
        if (!failing) {
            LOG.atWarn().addKeyValue("service", service).setCause(done.cause()).log("events wait in the outbox");
        }
        failing = true;
        return PAUSE_AFTER_FAILURE_MS;
    }

    /** @return how many events were taken */
    private Future<Integer> relay() {
        return database.transaction(connection ->
                takeTurn(connection).compose(ours -> ours ? relayBatch(connection) : Future.succeededFuture(0)));
    }

    private static Future<Boolean> takeTurn(SqlConnection connection) {
        return connection
                .preparedQuery("select id from outbox_relay where id = 1 for update skip locked")
                .execute()
                .map(rows -> rows.size() == 1);
    }

    private Future<Integer> relayBatch(SqlConnection connection) {
        return connection
                .preparedQuery(
                        """
                        select id, event_key, type, value, correlation_id, created_at
                        from outbox
                        order by id
                        limit $1
                        """)
                .execute(Tuple.of(BATCH))
                .compose(rows -> {
                    var events = StreamSupport.stream(rows.spliterator(), false).toList();
                    if (events.isEmpty()) {
                        return Future.succeededFuture(0);
                    }
                    return publish(events)
                            .compose(acknowledged -> delete(
                                    connection,
                                    events.stream()
                                            .map(event -> event.getLong("id"))
                                            .toArray(Long[]::new)))
                            .map(deleted -> {
                                published.increment(events.size());
                                return events.size();
                            });
                });
    }

    private static Future<?> delete(SqlConnection connection, Long[] ids) {
        return connection.preparedQuery("delete from outbox where id = any($1)").execute(Tuple.of((Object) ids));
    }

    private Future<?> publish(List<Row> events) {
        var records = events.stream().map(this::record).toList();
        return vertx.executeBlocking(
                () -> {
                    topic.publish(records);
                    return null;
                },
                false);
    }

    /** CloudEvents 1.0, Kafka binding, binary mode. */
    private ProducerRecord<String, byte[]> record(Row event) {
        var record = new ProducerRecord<>(
                "corridor." + service + ".v1",
                event.getString("event_key"),
                event.getBuffer("value").getBytes());
        header(record, "ce_specversion", "1.0");
        header(record, "ce_id", service + "-" + event.getLong("id"));
        header(record, "ce_source", "/corridor/" + service);
        header(record, "ce_type", event.getString("type"));
        header(record, "ce_subject", event.getString("event_key"));
        header(
                record,
                "ce_time",
                event.get(OffsetDateTime.class, "created_at").toInstant().toString());
        header(record, "content-type", "application/protobuf");
        header(record, Correlation.HEADER, event.getString("correlation_id"));
        return record;
    }

    private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
