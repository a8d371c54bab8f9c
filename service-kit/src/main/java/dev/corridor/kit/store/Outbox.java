package dev.corridor.kit.store;

import dev.corridor.kit.correlation.Correlation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Transactional outbox: events are written beside the change they tell of, in its transaction; a relay takes them to Kafka. */
public final class Outbox {

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
                        appending(
                                """
                                unnest($1::text[], $2::text[], $3::bytea[], $4::text[])
                                  with ordinality as event (event_key, type, value, correlation_id, position)
                                order by position
                                """))
                .execute(Tuple.of(
                        events.stream().map(OutboxEvent::key).toArray(String[]::new),
                        events.stream().map(OutboxEvent::type).toArray(String[]::new),
                        events.stream()
                                .map(event -> Buffer.buffer(event.value().toByteArray()))
                                .toArray(Buffer[]::new),
                        correlationIds.toArray(String[]::new)))
                .mapEmpty();
    }

    /**
     * The same as part of a larger statement.
     *
     * @param events what follows "from": a table with event_key, type, value, correlation_id
     */
    public static String appending(String events) {
        return """
                insert into outbox (event_key, type, value, correlation_id)
                select event_key, type, value, correlation_id
                from %s
                """
                .formatted(events);
    }
}
