package dev.corridor.payment.store;

import dev.corridor.kit.sql.Database;
import dev.corridor.payment.domain.Payment;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
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
    private static final int MAX_LEASES_READ = 1_000;
    /** Each is finished in milliseconds, so all of them are finished before their lease expires. */
    private static final int MAX_TAKEN = 20;

    private final Database database;
    private final Payments payments;
    private final double leaseSeconds;

    /** @param lease how long the caller alone may work on the payments that it takes */
    UnfinishedPayments(Database database, Payments payments, Duration lease) {
        this.database = database;
        this.payments = payments;
        this.leaseSeconds = lease.toMillis() / 1000.0;
    }

    /** Leases some unfinished payments to the caller. Any number of processes may call it at the same time. */
    public Future<List<Payment>> take() {
        return database.transaction(connection -> deleteExpiredLeases(connection)
                .compose(ids -> ids.isEmpty()
                        ? Future.succeededFuture(List.of())
                        : lockUnfinished(connection, ids).compose(unfinished -> lease(connection, unfinished))));
    }

    private Future<List<Payment>> lease(SqlConnection connection, List<UUID> unfinished) {
        var taken = unfinished.subList(0, Math.min(MAX_TAKEN, unfinished.size()));
        var rest = unfinished.subList(taken.size(), unfinished.size());
        return addLease(connection, rest, 0)
                .compose(done -> addLease(connection, taken, leaseSeconds))
                .compose(done -> renew(connection, taken))
                .compose(done -> payments.byIds(connection, taken));
    }

    /** Deletes expired leases and completes with the ids of their payments, most of which are finished. */
    private static Future<List<UUID>> deleteExpiredLeases(SqlConnection connection) {
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
                        .flatMap(row -> Arrays.stream(row.getArrayOfUUIDs("payment_ids")))
                        .distinct()
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
