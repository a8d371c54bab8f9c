package dev.corridor.kit.outbox;

import dev.corridor.kit.request.Correlation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/**
 * Transactional outbox: stores events in the transaction of the change that they report; {@link OutboxRelay} publishes
 * them.
 */
public final class Outbox {
    /**
     * Events that share a row. Two such rows usually fit in a page of 8 KB; a larger row would be compressed, which
     * takes longer than all else.
     */
    static final int EVENTS_PER_ROW = 8;

    /** Stores the events in their order, in the transaction of {@code connection}. */
    public Future<Void> append(SqlConnection connection, List<OutboxEvent> events) {
        String correlationId = Correlation.current();
        return append(
                connection, events, events.stream().map(event -> correlationId).toList());
    }

    /** Stores events of several requests, each with its own correlation id. */
    public Future<Void> append(SqlConnection connection, List<OutboxEvent> events, List<String> correlationIds) {
        if (events.isEmpty()) {
            return Future.succeededFuture();
        }
        return connection
                .preparedQuery(
                        """
                        insert into outbox (event_keys, types, event_values, correlation_ids, event_count)
                        values ($1, $2, $3, $4, $5)
                        """)
                .execute(Tuple.of(
                        events.stream().map(OutboxEvent::key).toArray(String[]::new),
                        events.stream().map(OutboxEvent::type).toArray(String[]::new),
                        events.stream()
                                .map(event -> Buffer.buffer(event.value().toByteArray()))
                                .toArray(Buffer[]::new),
                        correlationIds.toArray(String[]::new),
                        events.size()))
                .mapEmpty();
    }
}
