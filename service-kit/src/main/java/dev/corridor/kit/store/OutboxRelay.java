package dev.corridor.kit.store;

import dev.corridor.kit.correlation.Correlation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaProducerRecord;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
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
    private final Map<String, String> producerConfig;
    private final Counter published;
    private final Counter failures;
    private Database database;
    private Future<KafkaProducer<String, byte[]>> producer;
    private Future<?> round = Future.succeededFuture();
    private boolean stopping;
    private boolean failing;

    /** @param service its name; the topic is {@code corridor.<service>.v1} */
    public OutboxRelay(String service, DatabaseSettings database, String kafkaBootstrapServers, MeterRegistry metrics) {
        this.service = service;
        this.databaseSettings = database;
        this.producerConfig = Map.of(
                "bootstrap.servers", kafkaBootstrapServers,
                "client.id", "corridor-" + service,
                "acks", "all",
                "enable.idempotence", "true",
                "linger.ms", "5",
                "compression.type", "lz4",
                "max.block.ms", "5000",
                "request.timeout.ms", "5000",
                "delivery.timeout.ms", "10000");
        this.published = metrics.counter("corridor.outbox.published", "service", service);
        this.failures = metrics.counter("corridor.outbox.failures", "service", service);
    }

    @Override
    public Future<?> start() {
        database = Database.connect(vertx, databaseSettings.withPoolSize(1));
        scheduleRound(IDLE_PAUSE_MS);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return round.transform(finished -> database.close())
                .compose(
                        closed -> producer == null ? Future.succeededFuture() : producer.compose(KafkaProducer::close));
    }

    private void scheduleRound(long pauseMs) {
        if (!stopping) {
            vertx.setTimer(pauseMs, due -> round = relay().onComplete(done -> scheduleRound(pauseAfter(done))));
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
                    return producer()
                            .compose(kafka -> Future.all(events.stream()
                                    .map(event -> kafka.send(record(event)))
                                    .toList()))
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

    /** Making a producer loads classes and resolves names, so it happens on a worker, and only once there is an event. */
    private Future<KafkaProducer<String, byte[]>> producer() {
        if (producer == null || producer.failed()) {
            producer = vertx.executeBlocking(() -> new org.apache.kafka.clients.producer.KafkaProducer<>(
                            Map.<String, Object>copyOf(producerConfig),
                            new StringSerializer(),
                            new ByteArraySerializer()))
                    .map(kafka -> KafkaProducer.create(vertx, kafka).exceptionHandler(toldByEachSend -> {}));
        }
        return producer;
    }

    /** CloudEvents 1.0, Kafka binding, binary mode. */
    private KafkaProducerRecord<String, byte[]> record(Row event) {
        var record = KafkaProducerRecord.create(
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

    private static void header(KafkaProducerRecord<String, byte[]> record, String name, String value) {
        record.addHeader(name, Buffer.buffer(value));
    }
}
