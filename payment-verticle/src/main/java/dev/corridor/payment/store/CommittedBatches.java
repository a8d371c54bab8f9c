package dev.corridor.payment.store;

import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.SqlTime;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Table of the written batches of payments. Each batch draws a position and commits a row with it, so the positions that are
 * missing tell which batches are still in flight. Nothing here depends on how long a transaction takes, or on a clock.
 *
 * <pre>
 *   positions   1  2  3  4  .  6  7
 *                        ^  ^
 *                        |  in flight, or rolled back
 *                        settled: no change will be added up to here
 * </pre>
 */
public final class CommittedBatches {
    private static final int MAX_READ = 10_000;
    private static final int MAX_FILLED = 1_000;

    private final Database database;

    /**
     * Extent of the batches that were committed at one moment.
     *
     * @param position everything up to it is visible, and nothing will be added
     * @param begunAt the time at which the transaction of that position began
     * @param newest the greatest visible position
     * @param now the database's time
     */
    public record Settled(long position, Instant begunAt, long newest, Instant now) {}

    private record Batch(long position, Instant begunAt, Instant now) {}

    CommittedBatches(Database database) {
        this.database = database;
    }

    /** Reads up to which position everything is settled. @param from a position that was settled before, or zero */
    public Future<Settled> settled(long from) {
        return database.execute(
                        """
                        select position, begun_at, now() as now
                        from payment_batch
                        where position >= $1
                        order by position
                        limit $2
                        """,
                        Tuple.of(from, MAX_READ))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(CommittedBatches::batch)
                        .toList())
                .map(CommittedBatches::settled);
    }

    /** The first row is settled: it was so before, or {@link #deleteSettled} has deleted what was below it. */
    private static Settled settled(List<Batch> batches) {
        var last = batches.get(0);
        for (var next : batches.subList(1, batches.size())) {
            if (next.position() != last.position() + 1) {
                break;
            }
            last = next;
        }
        return new Settled(
                last.position(), last.begunAt(), batches.get(batches.size() - 1).position(), last.now());
    }

    /** Deletes rows below the settled position; completes with how many it deleted. */
    public Future<Integer> deleteSettled() {
        return settled(0)
                .compose(settled ->
                        database.execute("delete from payment_batch where position < $1", Tuple.of(settled.position())))
                .map(deleted -> deleted.rowCount());
    }

    /**
     * Takes the missing positions after the settled one, so that they will not be written any more; completes with how many
     * it took. A batch in flight holds its position, so this waits for it, and gives up after a second.
     *
     * @param patience how long the next batch must be committed before a missing one is looked into. It only saves work:
     *     a position that is taken too early fails its batch, which loses nothing
     */
    public Future<Integer> takeMissing(Duration patience) {
        return database.transaction(connection -> connection
                .query("set local lock_timeout = '1s'")
                .execute()
                .compose(set -> connection
                        .preparedQuery(
                                """
                                insert into payment_batch (position)
                                select generate_series(gap.position + 1, gap.next - 1)
                                from (
                                  select position, next
                                  from (
                                    select position,
                                      lead(position) over (order by position) as next,
                                      lead(begun_at) over (order by position) as next_begun_at
                                    from (select position, begun_at from payment_batch order by position limit $2) oldest) pair
                                  where next > position + 1 and next_begun_at <= now() - $1::float8 * interval '1 second'
                                  order by position
                                  limit 1) gap
                                limit $3
                                on conflict do nothing
                                """)
                        .execute(Tuple.of(patience.toMillis() / 1000.0, MAX_READ, MAX_FILLED)))
                .map(taken -> taken.rowCount()));
    }

    private static Batch batch(Row row) {
        return new Batch(
                row.getLong("position"),
                SqlTime.instant(row, "begun_at").orElseThrow(),
                SqlTime.instant(row, "now").orElseThrow());
    }
}
