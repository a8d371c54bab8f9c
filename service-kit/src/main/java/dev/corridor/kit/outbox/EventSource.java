package dev.corridor.kit.outbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Where a relay finds what is committed and not yet on Kafka. */
public interface EventSource {

    /** The oldest of them, in order, read in the relay's transaction; as many as one batch for Kafka should hold. */
    Future<Waiting> next(SqlConnection connection);

    /**
     * Events that wait.
     *
     * @param more whether others may wait behind them
     * @param markTaken says in the relay's transaction that Kafka has them
     */
    record Waiting(List<StoredEvent> events, boolean more, Function<SqlConnection, Future<?>> markTaken) {
        public Waiting {
            events = List.copyOf(events);
        }

        /** Nothing waits. */
        public static Waiting nothing() {
            return new Waiting(List.of(), false, connection -> Future.succeededFuture());
        }
    }

    /**
     * An event, ready to be sent.
     *
     * @param id unique within the service
     * @param key id of the aggregate
     * @param type CloudEvents type
     * @param time when it was stored
     */
    record StoredEvent(String id, String key, String type, byte[] value, String correlationId, Instant time) {}
}
