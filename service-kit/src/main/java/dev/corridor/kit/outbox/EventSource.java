package dev.corridor.kit.outbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** A store of committed events that are not yet on Kafka. */
public interface EventSource {

    /** Reads the oldest events, in order, in the relay's transaction; as many as one batch for Kafka should hold. */
    Future<Waiting> next(SqlConnection connection);

    /** Counts what is not on Kafka yet, up to a bound: events, or the batches of events that the store keeps together. */
    Future<Long> countWaiting(SqlConnection connection);

    /**
     * Events that are to be published.
     *
     * @param more whether there may be further events
     * @param markTaken records in the relay's transaction that Kafka has them
     */
    record Waiting(List<StoredEvent> events, boolean more, Function<SqlConnection, Future<?>> markTaken) {
        public Waiting {
            events = List.copyOf(events);
        }

        /** No events. */
        public static Waiting nothing() {
            return new Waiting(List.of(), false, connection -> Future.succeededFuture());
        }
    }

    /**
     * An event that is ready to be published.
     *
     * @param id unique within the service
     * @param key id of the aggregate
     * @param type CloudEvents type
     * @param time when it was stored
     */
    record StoredEvent(String id, String key, String type, byte[] value, String correlationId, Instant time) {}
}
