package dev.corridor.payment.store;

import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.ExpiredRows;
import dev.corridor.kit.sql.SqlTime;
import dev.corridor.kit.value.Ids;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.query.FeedCursor;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Changes of users' payments, in the order of {@link CommittedBatches}. A change of a batch that commits late is found later,
 * because a cursor never passes a position that is not settled.
 *
 * <p>Changes of young payments are found among a user's newest payments. Changes of older payments, and of payments
 * whose creation time is far from the database's clock, are rows of payment_change.
 */
public final class PaymentFeed {
    /** How long a change can be read after it happened. */
    public static final Duration RETENTION = Duration.ofDays(7);

    /**
     * Twice the ten seconds after which the statements of {@link PaymentInsert} and {@link PaymentUpdate} write
     * payment_change. They look at the clock after they have drawn a position, and a cursor's time is from before its
     * position was drawn, so no young payment of a later position is older.
     */
    private static final Duration NEWEST = Duration.ofSeconds(20);

    private static final int PAGE = 2_000;

    private final Database database;
    private final Payments payments;

    /**
     * @param userId payer or payee of the payment
     * @param at the time at which the transaction of the change began
     */
    public record Change(String userId, long position, Instant at, Payment payment) {}

    /**
     * Changes after a cursor.
     *
     * @param next the cursor of the last change, whether it concerns a user or not
     * @param complete whether there are no more changes
     */
    public record Page(List<Change> changes, FeedCursor next, boolean complete) {}

    private record ChangedId(String userId, long position, Instant at, UUID payment) {}

    PaymentFeed(Database database, Payments payments) {
        this.database = database;
        this.payments = payments;
    }

    /** The life of the database; another database has another. */
    public Future<UUID> epoch() {
        return database.execute("select epoch from payment_feed")
                .map(rows -> rows.iterator().next().getUUID("epoch"));
    }

    /** Reads the visible changes after {@code cursor}, each with the payment's current state. */
    public Future<Page> after(FeedCursor cursor, Collection<String> userIds) {
        var newest = Ids.firstOf(cursor.begunAt().minus(NEWEST));
        return database.execute(
                        """
                        (select payer as user_id, position, changed_at, id as payment_id
                         from payment
                         where payer = any ($1) and id >= $4 and (position, id) > ($2::bigint, $5::uuid)
                         order by position, id
                         limit $3)
                        union all
                        (select payee as user_id, position, changed_at, id as payment_id
                         from payment
                         where payee = any ($1) and id >= $4 and (position, id) > ($2::bigint, $5::uuid)
                           and (status in ('COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED') or reserved_at is not null)
                         order by position, id
                         limit $3)
                        union all
                        (select user_id, position, changed_at, payment_id
                         from payment_change
                         where user_id = any ($1) and (position, payment_id) > ($2::bigint, $5::uuid)
                         order by position, payment_id
                         limit $3)
                        order by position, payment_id
                        limit $3
                        """,
                        Tuple.of(userIds.toArray(String[]::new), cursor.position(), PAGE, newest, cursor.payment()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PaymentFeed::changedId)
                        .toList())
                .compose(ids -> page(cursor, ids));
    }

    /** The changes that are older than {@link #RETENTION}. */
    public ExpiredRows expired() {
        return new ExpiredRows(
                database,
                "payment_change",
                "user_id, position, payment_id",
                "changed_at < now() - interval '%d seconds'".formatted(RETENTION.toSeconds()),
                "changed_at");
    }

    /** A full page may end between the two users of a change, so its last change is left to the next page. */
    private Future<Page> page(FeedCursor after, List<ChangedId> found) {
        boolean complete = found.size() < PAGE;
        var ids = complete ? found : withoutLastChange(found);
        var next = ids.isEmpty() ? after : cursor(after, ids.get(ids.size() - 1));
        return changes(ids).map(changes -> new Page(changes, next, complete));
    }

    private static List<ChangedId> withoutLastChange(List<ChangedId> found) {
        var last = found.get(found.size() - 1);
        return found.stream()
                .filter(id -> id.position() != last.position() || !id.payment().equals(last.payment()))
                .toList();
    }

    private static FeedCursor cursor(FeedCursor before, ChangedId last) {
        return new FeedCursor(before.epoch(), last.position(), last.payment(), before.begunAt());
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
        return payment != null && payment.isVisibleTo(id.userId())
                ? new Change(id.userId(), id.position(), id.at(), payment)
                : null;
    }

    private static ChangedId changedId(Row row) {
        return new ChangedId(
                row.getString("user_id"),
                row.getLong("position"),
                SqlTime.instant(row, "changed_at").orElseThrow(),
                row.getUUID("payment_id"));
    }
}
