package dev.corridor.payment.store;

import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.SqlTime;
import dev.corridor.kit.value.Ids;
import dev.corridor.payment.domain.Payment;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Changes of users' payments. A change carries the time at which its transaction began, and becomes visible when the
 * transaction commits, so a reader goes back by {@link #LOOK_BACK} and sees some changes twice.
 *
 * <p>Changes of young payments are found among a user's newest payments. Changes of older payments, and of payments
 * whose creation time is far from the database's clock, are rows of payment_change.
 */
public final class PaymentFeed {
    /** Longer than any transaction that writes payments. */
    public static final Duration LOOK_BACK = Duration.ofSeconds(10);

    /** How long a change can be read after it happened. */
    public static final Duration RETENTION = Duration.ofDays(7);

    /**
     * Twice the ten seconds after which the statements of {@link PaymentInsert} and {@link PaymentUpdate} write
     * payment_change.
     */
    private static final Duration NEWEST = Duration.ofSeconds(20);

    private static final int MAX_DELETED = 1_000;

    /** More changes than one transaction makes, so that a page never consists of changes of one time only. */
    private static final int PAGE = 2_000;

    private final Database database;
    private final Payments payments;

    /** @param userId payer or payee of the payment */
    public record Change(String userId, Instant at, Payment payment) {}

    /**
     * Changes in the order in which they happened.
     *
     * @param next the time from which to read next; the database's time if there are no more changes
     * @param complete whether there are no more changes
     */
    public record Page(List<Change> changes, Instant next, boolean complete) {}

    private record ChangedId(String userId, Instant at, UUID payment) {}

    PaymentFeed(Database database, Payments payments) {
        this.database = database;
        this.payments = payments;
    }

    /** Reads changes since {@code then}, each with the payment's current state; some appear twice. */
    public Future<Page> since(Instant then, Collection<String> userIds) {
        var newest = Ids.firstOf(then.minus(NEWEST));
        return database.pool()
                .preparedQuery(
                        """
                        (select payer as user_id, changed_at, id as payment_id
                         from payment
                         where payer = any ($1) and id >= $4 and changed_at >= $2
                         order by changed_at
                         limit $3)
                        union all
                        (select payee as user_id, changed_at, id as payment_id
                         from payment
                         where payee = any ($1) and id >= $4 and changed_at >= $2
                           and (status in ('COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED') or reserved_at is not null)
                         order by changed_at
                         limit $3)
                        union all
                        (select user_id, changed_at, payment_id
                         from payment_change
                         where user_id = any ($1) and changed_at >= $2
                         order by changed_at
                         limit $3)
                        order by changed_at
                        limit $3
                        """)
                .execute(Tuple.of(userIds.toArray(String[]::new), SqlTime.utc(then), PAGE, newest))
                .map(rows -> stream(rows).map(PaymentFeed::changedId).toList())
                .compose(this::page);
    }

    /** The database's time. */
    public Future<Instant> now() {
        return database.pool().query("select now() as now").execute().map(rows -> rows.iterator()
                .next()
                .get(OffsetDateTime.class, "now")
                .toInstant());
    }

    /**
     * Deletes a bounded number of changes that are older than {@link #RETENTION}; completes with how many it deleted.
     */
    public Future<Integer> deleteExpired() {
        return database.pool()
                .preparedQuery(
                        """
                        delete from payment_change
                        where (user_id, changed_at, payment_id, version) in (
                          select user_id, changed_at, payment_id, version from payment_change
                          where changed_at < now() - $1::float8 * interval '1 second'
                          order by changed_at
                          limit $2)
                        """)
                .execute(Tuple.of((double) RETENTION.toSeconds(), MAX_DELETED))
                .map(deleted -> deleted.rowCount());
    }

    private Future<Page> page(List<ChangedId> ids) {
        boolean complete = ids.size() < PAGE;
        var next = complete ? now() : Future.succeededFuture(ids.get(PAGE - 1).at());
        return next.compose(until -> changes(ids).map(changes -> new Page(changes, until, complete)));
    }

    private Future<List<Change>> changes(List<ChangedId> ids) {
        return payments.byIds(ids.stream().map(ChangedId::payment).distinct().toList())
                .map(found -> found.stream().collect(Collectors.toMap(Payment::id, Function.identity())))
                .map(byId -> ids.stream()
                        .map(id -> change(id, byId))
                        .filter(Objects::nonNull)
                        .toList());
    }

    /** Null if the payment does not concern the payee yet. */
    private static Change change(ChangedId id, Map<UUID, Payment> byId) {
        var payment = byId.get(id.payment());
        boolean isPayer = payment.request().payer().equals(id.userId());
        return isPayer || payment.concernsPayee() ? new Change(id.userId(), id.at(), payment) : null;
    }

    private static ChangedId changedId(Row row) {
        return new ChangedId(
                row.getString("user_id"), SqlTime.instant(row, "changed_at").orElseThrow(), row.getUUID("payment_id"));
    }

    private static Stream<Row> stream(Iterable<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
