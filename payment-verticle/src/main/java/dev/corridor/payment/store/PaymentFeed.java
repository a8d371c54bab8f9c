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

    /** How far back a follower who was away can read on. */
    public static final Duration REACH = Duration.ofDays(7);

    /** More than one transaction writes, so that a page never holds but one moment. */
    private static final int PAGE = 2_000;

    private final Database database;

    /** @param person one of those whom the payment concerns */
    public record Change(String person, Instant at, Payment payment) {}

    /**
     * @param next from where to read on; the time of the database when there was no more
     * @param complete whether that was all there was
     */
    public record Page(List<Change> changes, Instant next, boolean complete) {}

    public PaymentFeed(Database database) {
        this.database = database;
    }

    /** Oldest first, each payment as it stands now. A payee is told of what has reached them, or was set aside for them. */
    public Future<Page> since(Instant then, Collection<String> people) {
        var parameters = Tuple.of(people.toArray(String[]::new), then.atOffset(ZoneOffset.UTC), PAGE);
        return database.pool()
                .preparedQuery(
                        """
                        (select payer as person, changed_at, %1$s
                        from payment
                        where payer = any($1) and changed_at >= $2
                        order by changed_at
                        limit $3)
                        union all
                        (select payee as person, changed_at, %1$s
                        from payment
                        where payee = any($1) and changed_at >= $2 and %2$s
                        order by changed_at
                        limit $3)
                        order by changed_at
                        limit $3
                        """
                                .formatted(PaymentRows.ALL.names(), Payments.FOR_PAYEE))
                .execute(parameters)
                .compose(rows -> page(rows, then));
    }

    public Future<Instant> now() {
        return database.pool().query("select now() as now").execute().map(rows -> rows.iterator()
                .next()
                .get(OffsetDateTime.class, "now")
                .toInstant());
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
                row.getString("person"), Times.instant(row, "changed_at").orElseThrow(), PaymentRows.payment(row));
    }
}
