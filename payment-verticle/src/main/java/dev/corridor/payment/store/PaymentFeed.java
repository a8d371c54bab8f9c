package dev.corridor.payment.store;

import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.SqlTime;
import dev.corridor.kit.value.Ids;
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

    /**
     * For so long after its beginning a payment is young: its changes are found among the youngest payments of its people. Those of
     * older ones, and of ones with a time that is not the database's, are noted.
     */
    private static final Duration YOUNG = Duration.ofSeconds(10);

    private static final int FORGET_AT_ONCE = 1_000;

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

    /** Oldest first, each payment as it stands now, some twice. A payee is told of what has reached them, or was set aside for them. */
    public Future<Page> since(Instant then, Collection<String> people) {
        var youngest = Ids.firstOf(then.minus(YOUNG.multipliedBy(2)));
        var parameters = Tuple.of(people.toArray(String[]::new), then.atOffset(ZoneOffset.UTC), PAGE, youngest);
        return database.pool()
                .preparedQuery(
                        """
                        (select payer as person, changed_at as told_at, %1$s
                        from payment
                        where payer = any($1) and id >= $4 and changed_at >= $2
                        order by changed_at
                        limit $3)
                        union all
                        (select payee as person, changed_at as told_at, %1$s
                        from payment
                        where payee = any($1) and id >= $4 and changed_at >= $2 and %2$s
                        order by changed_at
                        limit $3)
                        union all
                        (select person, noted_at as told_at, %1$s
                        from (
                          select person, payment_id, changed_at as noted_at
                          from payment_change
                          where person = any($1) and changed_at >= $2
                          order by changed_at
                          limit $3) noted
                        cross join lateral (select * from payment where id = payment_id offset 0) found
                        where person = payer or %2$s)
                        order by told_at
                        limit $3
                        """
                                .formatted(PaymentRows.READ, Payments.FOR_PAYEE))
                .execute(parameters)
                .compose(rows -> page(rows, then));
    }

    public Future<Instant> now() {
        return database.pool().query("select now() as now").execute().map(rows -> rows.iterator()
                .next()
                .get(OffsetDateTime.class, "now")
                .toInstant());
    }

    /** Notes the changes of payments that are not young. @param written a table with their id, payer, payee, created_at, version */
    static String noting(String written) {
        return """
                insert into payment_change (person, payment_id, version)
                select payer, id, version from %1$s where not %2$s
                union all
                select payee, id, version from %1$s where not %2$s and payee is not null
                on conflict do nothing
                """
                .formatted(written, young("created_at"));
    }

    /** Whether a payment is young, whose changes nobody has to note. @param createdAt the column with its beginning */
    static String young(String createdAt) {
        return "%1$s between now() - interval '%2$d seconds' and now() + interval '%2$d seconds'"
                .formatted(createdAt, YOUNG.toSeconds());
    }

    /** Whether it was young when it was last changed, as far as this process can tell. */
    static boolean seemsYoung(Payment payment) {
        var milestones = payment.milestones();
        return milestones.updated().isBefore(milestones.created().plus(YOUNG));
    }

    /** Forgets notes whose time is over, a bounded number. Completes with how many those were. */
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
                .execute(Tuple.of((double) REACH.toSeconds(), FORGET_AT_ONCE))
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
                row.getString("person"), SqlTime.instant(row, "told_at").orElseThrow(), PaymentRows.payment(row));
    }
}
