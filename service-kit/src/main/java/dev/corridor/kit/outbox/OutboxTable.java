package dev.corridor.kit.outbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the events that {@link Outbox} wrote, several in a row, and deletes those that Kafka has. */
final class OutboxTable implements EventSource {
    /** Bound of the rows of one read. When rows are full they hold the events of a batch. */
    private static final int ROWS = 100;

    private static final int ROWS_COUNTED = 100_000;
    /** Events of a batch; the last row is taken whole, so that a batch may have a few more. */
    private static final int EVENTS = ROWS * Outbox.EVENTS_PER_ROW;

    @Override
    public Future<Waiting> next(SqlConnection connection) {
        return connection
                .preparedQuery(
                        """
                        select id, event_keys, types, event_values, correlation_ids, created_at
                        from (
                          select *, sum(event_count) over (order by id) - event_count as events_before
                          from (select * from outbox order by id limit $1) oldest) counted
                        where events_before < $2
                        order by id
                        """)
                .execute(Tuple.of(ROWS, EVENTS))
                .map(rows -> {
                    var waiting =
                            StreamSupport.stream(rows.spliterator(), false).toList();
                    var ids = waiting.stream().map(row -> row.getLong("id")).toArray(Long[]::new);
                    var events = waiting.stream().flatMap(OutboxTable::events).toList();
                    boolean more = ids.length == ROWS || events.size() >= EVENTS;
                    return new Waiting(events, more, relaying -> delete(relaying, ids));
                });
    }

    @Override
    public Future<Long> countWaiting(SqlConnection connection) {
        return connection
                .preparedQuery(
                        """
                        select coalesce(sum(event_count), 0)::bigint as events
                        from (select event_count from outbox limit $1) bounded
                        """)
                .execute(Tuple.of(ROWS_COUNTED))
                .map(rows -> rows.iterator().next().getLong("events"));
    }

    private static Future<?> delete(SqlConnection connection, Long[] ids) {
        return connection.preparedQuery("delete from outbox where id = any($1)").execute(Tuple.of((Object) ids));
    }

    private static Stream<StoredEvent> events(Row row) {
        long id = row.getLong("id");
        var keys = row.getArrayOfStrings("event_keys");
        var types = row.getArrayOfStrings("types");
        var values = row.getArrayOfBuffers("event_values");
        var correlationIds = row.getArrayOfStrings("correlation_ids");
        var time = row.get(OffsetDateTime.class, "created_at").toInstant();
        return IntStream.range(0, keys.length)
                .mapToObj(i -> new StoredEvent(
                        id + "-" + (i + 1), keys[i], types[i], values[i].getBytes(), correlationIds[i], time));
    }
}
