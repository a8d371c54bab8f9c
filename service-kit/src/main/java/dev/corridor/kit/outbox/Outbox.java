package dev.corridor.kit.outbox;

import dev.corridor.kit.request.Correlation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Transactional outbox: events are written beside the change they tell of, in its transaction; a relay takes them to Kafka. */
public final class Outbox {
    /** Two rows of them usually fit in a page of 8 KB; what does not fit in one PostgreSQL compresses, which takes longer than all else. */
    static final int EVENTS_A_ROW = 8;

    private static final String INSERT =
            "insert into outbox (event_keys, types, event_values, correlation_ids, event_count)\n";

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
                .preparedQuery(INSERT + "values ($1, $2, $3, $4, $5)")
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

    /**
     * The same as part of a larger statement, in no order.
     *
     * @param events what follows "from": a table with event_key, type, value, correlation_id, and conditions perhaps
     */
    public static String appending(String events) {
        return INSERT
                + """
                select array_agg(event_key), array_agg(type), array_agg(value), array_agg(correlation_id), count(*)
                from (select event_key, type, value, correlation_id, (row_number() over () - 1) / %d as part from %s) numbered
                group by part
                """
                        .formatted(EVENTS_A_ROW, events);
    }

    /** The same of a single event, which is less work than a list of one. */
    public static String appendingOne(String event) {
        return INSERT
                + """
                select array[event_key], array[type], array[value], array[correlation_id], 1
                from %s
                """
                        .formatted(event);
    }
}
