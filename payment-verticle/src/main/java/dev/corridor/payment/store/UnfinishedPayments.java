package dev.corridor.payment.store;

import dev.corridor.kit.sql.Database;
import dev.corridor.payment.domain.Payment;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Finds unfinished payments whose lease has expired, for recovery.
 *
 * <p>Every write of a payment renews its lease, by the database's clock, which is the same for all processes. A change
 * names the version that it replaces, so a worker whose lease has expired cannot overwrite what its successor wrote.
 */
public final class UnfinishedPayments {
    /** A row has the payments of a batch, nearly all of them finished. */
    private static final int MAX_LEASES_READ = 16;
    /** As many as a batch of the ledger and of the writer holds, so all of them end before their lease expires. */
    private static final int MAX_TAKEN = 500;

    private final Database database;
    private final Payments payments;
    private final double leaseSeconds;

    /** @param lease how long the caller alone may work on the payments that it takes */
    UnfinishedPayments(Database database, Payments payments, Duration lease) {
        this.database = database;
        this.payments = payments;
        this.leaseSeconds = lease.toMillis() / 1000.0;
    }

    /**
     * Payments that are leased to the caller.
     *
     * @param more whether further leases have expired
     */
    public record Taken(List<Payment> payments, boolean more) {}

    /** Leases some unfinished payments to the caller. Any number of processes may call it at the same time. */
    public Future<Taken> take() {
        return database.transaction(
                connection -> deleteExpiredLeases(connection).compose(leases -> {
                    var ids = leases.stream().flatMap(List::stream).distinct().toList();
                    boolean more = leases.size() == MAX_LEASES_READ;
                    return ids.isEmpty()
                            ? Future.succeededFuture(new Taken(List.of(), more))
                            : lockUnfinished(connection, ids).compose(unfinished -> lease(connection, unfinished)
                                    .map(taken -> new Taken(taken, more || taken.size() < unfinished.size())));
                }));
    }

    /** Counts the payments of expired leases, finished ones among them. */
    public Future<Long> countExpired() {
        return database.execute(
                        """
                        select coalesce(sum(cardinality(payment_ids)), 0)::bigint as payments
                        from payment_lease
                        where expires_at <= now()
                        """)
                .map(rows -> rows.iterator().next().getLong("payments"));
    }

    private Future<List<Payment>> lease(SqlConnection connection, List<UUID> unfinished) {
        var taken = unfinished.subList(0, Math.min(MAX_TAKEN, unfinished.size()));
        var rest = unfinished.subList(taken.size(), unfinished.size());
        return returnExpired(connection, rest)
                .compose(done -> addLease(connection, taken, leaseSeconds))
                .compose(done -> renew(connection, taken))
                .compose(done -> payments.byIds(connection, taken));
    }

    /** Adds expired leases for the payments that were not taken, in rows of which the next caller reads only some. */
    private static Future<?> returnExpired(SqlConnection connection, List<UUID> rest) {
        if (rest.isEmpty()) {
            return Future.succeededFuture();
        }
        var row = rest.subList(0, Math.min(MAX_TAKEN, rest.size()));
        return addLease(connection, row, 0)
                .compose(done -> returnExpired(connection, rest.subList(row.size(), rest.size())));
    }

    /** Deletes expired leases and completes with the ids of the payments of each, most of which are finished. */
    private static Future<List<List<UUID>>> deleteExpiredLeases(SqlConnection connection) {
        return connection
                .preparedQuery(
                        """
                        delete from payment_lease
                        where id in (
                          select id from payment_lease
                          where expires_at <= now()
                          order by id
                          limit $1
                          for update skip locked)
                        returning payment_ids
                        """)
                .execute(Tuple.of(MAX_LEASES_READ))
                .map(rows -> rows(rows)
                        .map(row -> List.of(row.getArrayOfUUIDs("payment_ids")))
                        .toList());
    }

    private static Future<List<UUID>> lockUnfinished(SqlConnection connection, List<UUID> ids) {
        return connection
                .preparedQuery(
                        """
                        select id from payment
                        where id = any ($1) and unfinished and leased_until <= now()
                        order by id
                        for update
                        """)
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> rows(rows).map(row -> row.getUUID("id")).toList());
    }

    private Future<?> renew(SqlConnection connection, List<UUID> ids) {
        return connection
                .preparedQuery(
                        """
                        update payment
                        set version = version + 1, leased_until = now() + $2::float8 * interval '1 second'
                        where id = any ($1)
                        """)
                .execute(Tuple.of(ids.toArray(UUID[]::new), leaseSeconds));
    }

    private static Future<?> addLease(SqlConnection connection, List<UUID> ids, double seconds) {
        return ids.isEmpty()
                ? Future.succeededFuture()
                : connection
                        .preparedQuery(
                                """
                                insert into payment_lease (payment_ids, expires_at)
                                values ($1, now() + $2::float8 * interval '1 second')
                                """)
                        .execute(Tuple.of(ids.toArray(UUID[]::new), seconds));
    }

    private static Stream<Row> rows(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
