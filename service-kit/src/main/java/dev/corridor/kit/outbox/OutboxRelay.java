package dev.corridor.kit.outbox;

import dev.corridor.kit.concurrency.RepeatedJob;
import dev.corridor.kit.outbox.EventSource.StoredEvent;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the committed events of a service to its Kafka topic: at least once, and in order for each key. There is one
 * relay in a process; among processes, the one that locks the row in outbox_relay publishes. While Kafka is unavailable
 * the events stay stored.
 */
public final class OutboxRelay extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final Header SPEC_VERSION = header("ce_specversion", "1.0");
    private static final Header CONTENT_TYPE = header("content-type", "application/protobuf");
    private static final long IDLE_PAUSE_MS = 100;
    private static final long FAILURE_PAUSE_MS = 1_000;
    private static final Duration COUNTED_EVERY = Duration.ofSeconds(5);
    /** One is in a round's transaction, which waits for Kafka; the other counts. */
    private static final int CONNECTIONS = 2;

    private final String service;
    private final DatabaseSettings databaseSettings;
    private final EventSource events;
    private final Header source;
    private final EventTopic topic;
    private final Counter published;
    private final Counter failures;
    private final AtomicLong waiting;
    private Database database;
    /** A thread of its own, so that no other work waits while Kafka is unavailable. */
    private WorkerExecutor worker;

    private Future<?> round = Future.succeededFuture();
    private RepeatedJob count;
    private boolean stopping;
    private boolean failing;

    /** Makes a relay for the table that {@link Outbox} writes. */
    public OutboxRelay(String service, DatabaseSettings database, KafkaSettings kafka, MeterRegistry metrics) {
        this(service, database, new OutboxTable(), kafka, metrics);
    }

    /** @param service its name; the topic is {@code corridor.<service>.v1} */
    public OutboxRelay(
            String service, DatabaseSettings database, EventSource events, KafkaSettings kafka, MeterRegistry metrics) {
        this.service = service;
        this.events = events;
        this.source = header("ce_source", "/corridor/" + service);
        this.databaseSettings = database;
        this.topic = new EventTopic("corridor-" + service, kafka);
        this.published = metrics.counter("corridor.outbox.published", "service", service);
        this.failures = metrics.counter("corridor.outbox.failures", "service", service);
        this.waiting = metrics.gauge("corridor.outbox.waiting", Tags.of("service", service), new AtomicLong());
    }

    @Override
    public Future<?> start() {
        // If a crash of the database loses the commit of a round, its events are published again, which "at least once"
        // allows.
        database = Database.connectWithAsynchronousCommit(vertx, databaseSettings.withPoolSize(CONNECTIONS));
        worker = vertx.createSharedWorkerExecutor("outbox-" + service, 1);
        scheduleRound(IDLE_PAUSE_MS);
        count = new RepeatedJob(vertx, "waiting events could not be counted", COUNTED_EVERY, () -> database.reads(
                                events::countWaiting)
                        .onSuccess(waiting::set)
                        .map(false))
                .start();
        return Future.succeededFuture();
    }

    /** Waits for the round in flight, which Kafka's timeouts bound, so that acknowledged events also leave the table. */
    @Override
    public Future<?> stop() {
        stopping = true;
        return Future.join(round, count.stop())
                .transform(finished -> worker.executeBlocking(this::closeTopic, false))
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

    private long pauseAfter(AsyncResult<Boolean> done) {
        if (done.succeeded()) {
            failing = false;
            return done.result() ? 1 : IDLE_PAUSE_MS;
        }
        failures.increment();
        if (!failing) {
            LOG.atWarn()
                    .addKeyValue("service", service)
                    .setCause(done.cause())
                    .log("events cannot be published; they stay in the outbox");
        }
        failing = true;
        return FAILURE_PAUSE_MS;
    }

    /** @return whether there may be more events */
    private Future<Boolean> relay() {
        return database.transaction(connection ->
                lockRelay(connection).compose(ours -> ours ? relayBatch(connection) : Future.succeededFuture(false)));
    }

    private static Future<Boolean> lockRelay(SqlConnection connection) {
        return connection
                .preparedQuery("select id from outbox_relay where id = 1 for update skip locked")
                .execute()
                .map(rows -> rows.size() == 1);
    }

    private Future<Boolean> relayBatch(SqlConnection connection) {
        return events.next(connection).compose(waiting -> {
            if (waiting.events().isEmpty()) {
                return Future.succeededFuture(false);
            }
            return publish(waiting.events())
                    .compose(acknowledged -> waiting.markTaken().apply(connection))
                    .map(taken -> {
                        published.increment(waiting.events().size());
                        return waiting.more();
                    });
        });
    }

    /** Runs on the worker, because making the records of a large batch takes long and sending them blocks. */
    private Future<?> publish(List<StoredEvent> events) {
        return worker.executeBlocking(
                () -> {
                    topic.publish(events.stream().map(this::record).toList());
                    return null;
                },
                false);
    }

    /** CloudEvents 1.0, Kafka binding, binary mode. */
    private ProducerRecord<String, byte[]> record(StoredEvent event) {
        var record = new ProducerRecord<>("corridor." + service + ".v1", event.key(), event.value());
        record.headers().add(SPEC_VERSION).add(CONTENT_TYPE).add(source);
        header(record, "ce_id", service + "-" + event.id());
        header(record, "ce_type", event.type());
        header(record, "ce_subject", event.key());
        header(record, "ce_time", event.time().toString());
        header(record, Correlation.HEADER, event.correlationId());
        return record;
    }

    private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
        record.headers().add(header(name, value));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
