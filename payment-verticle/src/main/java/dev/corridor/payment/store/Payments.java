package dev.corridor.payment.store;

import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.SqlTime;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentFilter;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The payments, in SQL.
 *
 * <p>While a payment is being worked on it is leased: until then nobody else takes it up. Leases are told by the database's
 * clock, which is the same for all processes; and since every change names the version it changes, a worker whose lease ran
 * out can't write over what its successor wrote.
 */
public final class Payments {
    private static final String COLUMNS = PaymentRows.READ;

    /** {@link Payment#isForPayee} in SQL. */
    static final String FOR_PAYEE =
            "(status in ('COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED') or reserved_at is not null)";

    private final Database database;
    private final double leaseSeconds;

    /** @param lease how long one worker may take between two changes */
    public Payments(Database database, Duration lease) {
        this.database = database;
        this.leaseSeconds = lease.toMillis() / 1000.0;
    }

    double leaseSeconds() {
        return leaseSeconds;
    }

    /** Some unfinished payments whose leases are over, now leased to the caller. Several processes may ask at once. */
    public Future<List<Payment>> takeUnfinished() {
        return database.pool()
                .preparedQuery(PaymentWork.TAKE)
                .execute(Tuple.of(leaseSeconds))
                .map(Payments::all);
    }

    /** Payments whose hold lapses by then, and whose end nobody has decided; the first of them first. */
    public Future<List<Payment>> heldUntil(Instant then, int limit) {
        return database.pool()
                .preparedQuery(
                        """
                        select %s from payment
                        where status = 'RESERVED' and hold_ends_at <= $1 and not unfinished
                        order by hold_ends_at
                        limit $2
                        """
                                .formatted(COLUMNS))
                .execute(Tuple.of(SqlTime.utc(then), limit))
                .map(Payments::all);
    }

    /** One payment whose hold lapses by then and of which that was not announced; from now on it is. */
    public Future<Optional<Payment>> announceLapse(SqlClient client, Instant then) {
        return client.preparedQuery(
                        """
                        update payment
                        set lapse_announced = true
                        where id = (
                          select id from payment
                          where status = 'RESERVED' and hold_ends_at <= $1 and not unfinished and not lapse_announced
                          order by hold_ends_at
                          limit 1
                          for update skip locked)
                        returning %s
                        """
                                .formatted(COLUMNS))
                .execute(Tuple.of(SqlTime.utc(then)))
                .map(Payments::first);
    }

    public Future<Optional<Payment>> byId(UUID id) {
        return database.pool()
                .preparedQuery("select %s from payment where id = $1".formatted(COLUMNS))
                .execute(Tuple.of(id))
                .map(Payments::first);
    }

    /**
     * What a person has sent, and what has reached them, newest first, from before {@code id}. Each half is a scan of one
     * index (payment_sent, payment_received) that ends after {@code limit} rows that pass the filter.
     */
    public Future<List<Payment>> before(UUID id, String person, PaymentFilter filter, int limit) {
        var where = new Conditions();
        String conditions = where.of(filter);
        String side = "select id from payment where %s = $1 and id < $2%s order by id desc limit $3";
        String sent = side.formatted("payer", conditions);
        String received = side.formatted("payee", " and " + FOR_PAYEE + conditions);
        String sql = "select %s from payment where id in ((%s) union (%s)) order by id desc limit $3"
                .formatted(COLUMNS, sent, received);
        return database.pool()
                .preparedQuery(sql)
                .execute(where.parameters(person, id, limit))
                .map(Payments::all);
    }

    private static Optional<Payment> first(RowSet<Row> rows) {
        return all(rows).stream().findFirst();
    }

    private static List<Payment> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(PaymentRows::payment)
                .toList();
    }
}
