package dev.corridor.kit.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.stream.StreamSupport;

/** The events that {@link Outbox} has written; what Kafka has leaves the table. */
final class OutboxTable implements EventSource {
    private static final int BATCH = 500;

    @Override
    public Future<Waiting> next(SqlConnection connection) {
        return connection
                .preparedQuery(
                        """
                        select id, event_key, type, value, correlation_id, created_at
                        from outbox
                        order by id
                        limit $1
                        """)
                .execute(Tuple.of(BATCH))
                .map(rows -> {
                    var waiting =
                            StreamSupport.stream(rows.spliterator(), false).toList();
                    var ids = waiting.stream().map(row -> row.getLong("id")).toArray(Long[]::new);
                    return new Waiting(
                            waiting.stream().map(OutboxTable::event).toList(),
                            waiting.size() == BATCH,
                            relaying -> delete(relaying, ids));
                });
    }

    private static Future<?> delete(SqlConnection connection, Long[] ids) {
        return connection.preparedQuery("delete from outbox where id = any($1)").execute(Tuple.of((Object) ids));
    }

    private static StoredEvent event(Row row) {
        return new StoredEvent(
                row.getLong("id").toString(),
                row.getString("event_key"),
                row.getString("type"),
                row.getBuffer("value").getBytes(),
                row.getString("correlation_id"),
                row.get(OffsetDateTime.class, "created_at").toInstant());
    }
}
