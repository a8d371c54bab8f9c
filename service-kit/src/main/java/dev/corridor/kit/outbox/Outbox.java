package dev.corridor.kit.outbox;

import dev.corridor.kit.request.Correlation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Transactional outbox: events are written beside the change they tell of, in its transaction; a relay takes them to Kafka. */
public final class Outbox {
    /** Events that a statement stores in one row. A larger row would be compressed, which takes longer than the rest of a write. */
    static final int EVENTS_A_ROW = 8;

    /** Adds the events, within the transaction of {@code connection}, in the order given. */
    public Future<Void> append(SqlConnection connection, List<OutboxEvent> events) {
        String correlationId = Correlation.current();
        return append(
                connection, events, events.stream().map(event -> correlationId).toList());
    }

    /** As {@link #append(SqlConnection, List)} for a batch of several requests: one correlation id an event. */
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
