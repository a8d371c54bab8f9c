package dev.corridor.payment.store;

import dev.corridor.kit.store.Database;
import dev.corridor.payment.domain.Payment;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Which payments of some people have changed. A change is dated by the beginning of its transaction and seen after its end: who
 * reads on has to look back by {@link #LOOK_BACK}, and sees some twice.
 */
public final class PaymentFeed {
    /** Longer than any transaction that writes payments. */
    public static final Duration LOOK_BACK = Duration.ofSeconds(10);

    public static final Duration KEPT = Duration.ofDays(7);

    /** More than one transaction writes, so that a page never holds but one moment. */
    private static final int PAGE = 2_000;

    private static final int FORGET_AT_ONCE = 1_000;

    private final Database database;

    /** @param version of the payment's change; {@code payment} may be newer */
    public record Change(String person, Instant at, long version, Payment payment) {}

    /**
     * @param next from where to read on; the time of the database when there was no more
     * @param complete whether that was all there was
     */
    public record Page(List<Change> changes, Instant next, boolean complete) {}

    public PaymentFeed(Database database) {
        this.database = database;
    }

    /** Oldest first. */
    public Future<Page> since(Instant then, Collection<String> people) {
        var parameters = Tuple.of(people.toArray(String[]::new), then.atOffset(ZoneOffset.UTC), PAGE);
        return database.pool()
                .preparedQuery(
                        """
                        select change.person, change.changed_at, change.version as changed_version, payment.*
                        from payment_change change join payment on payment.id = change.payment_id
                        where change.person = any($1) and change.changed_at >= $2
                        order by change.changed_at
                        limit $3
                        """)
                .execute(parameters)
                .compose(rows -> page(rows, then));
    }

    public Future<Instant> now() {
        return database.pool().query("select now() as now").execute().map(rows -> rows.iterator()
                .next()
                .get(OffsetDateTime.class, "now")
                .toInstant());
    }

    /** Forgets changes whose time is over, a bounded number. Completes with how many those were. */
    public Future<Integer> forgetOld() {
        return database.pool()
                .preparedQuery(
                        """
                        delete from payment_change
                        where (person, changed_at, payment_id, version) in (
                          select person, changed_at, payment_id, version from payment_change
                          where changed_at < now() - $1::float8 * interval '1 second'
                          order by changed_at
                          limit $2)
                        """)
                .execute(Tuple.of((double) KEPT.toSeconds(), FORGET_AT_ONCE))
                .map(deleted -> deleted.rowCount());
    }

    private Future<Page> page(RowSet<Row> rows, Instant then) {
        var changes = StreamSupport.stream(rows.spliterator(), false)
                .map(PaymentFeed::change)
                .toList();
        return changes.size() < PAGE
                ? now().map(now -> new Page(changes, now, true))
                : Future.succeededFuture(new Page(changes, changes.get(PAGE - 1).at(), false));
    }

    private static Change change(Row row) {
        return new Change(
                row.getString("person"),
                Times.instant(row, "changed_at").orElseThrow(),
                row.getLong("changed_version"),
                PaymentRows.payment(row));
    }
}
