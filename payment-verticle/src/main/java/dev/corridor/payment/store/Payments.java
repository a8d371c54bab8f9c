package dev.corridor.payment.store;

import static dev.corridor.kit.sql.SqlTime.utc;

import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.SqlTime;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.query.PaymentFilter;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Reads payments, and announces expiring holds. {@link PaymentWriter} writes payments. */
public final class Payments {
    private final Database database;

    Payments(Database database) {
        this.database = database;
    }

    public Future<Optional<Payment>> byId(UUID id) {
        return database.statement(client -> byIds(client, List.of(id)))
                .map(found -> found.stream().findFirst());
    }

    public Future<List<Payment>> byIds(Collection<UUID> ids) {
        return ids.isEmpty() ? Future.succeededFuture(List.of()) : database.statement(client -> byIds(client, ids));
    }

    Future<List<Payment>> byIds(SqlClient client, Collection<UUID> ids) {
        return client.preparedQuery(
                        """
                        select id, kind, caller, idempotency_key, payer, requested_payee, amount_minor, amount_currency,
                          fixed_side, from_currency, target_currency, quote_id, hold_seconds, refund_policy, reference,
                          metadata, correlation_id, created_at, payee, source_minor, source_currency, target_minor, rate,
                          planned_at, resolution_id, resolution_command, resolution_minor, status, captured_minor,
                          refunded_minor, failure_code, reserved_at, ended_at, updated_at, refund_id, version
                        from payment
                        where id = any ($1)
                        order by id
                        """)
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(PaymentRows::payments);
    }

    /**
     * Lists payments that the user sent or received, newest first, starting before {@code id}. Each half scans one
     * index (payment_sent, payment_received) in order and ends after {@code limit} rows that pass the filter. A
     * received payment is listed once it concerns its payee ({@link Payment#concernsPayee}).
     */
    public Future<List<Payment>> before(UUID id, String userId, PaymentFilter filter, int limit) {
        return database.execute(
                        """
                        select id, kind, caller, idempotency_key, payer, requested_payee, amount_minor, amount_currency,
                          fixed_side, from_currency, target_currency, quote_id, hold_seconds, refund_policy, reference,
                          metadata, correlation_id, created_at, payee, source_minor, source_currency, target_minor, rate,
                          planned_at, resolution_id, resolution_command, resolution_minor, status, captured_minor,
                          refunded_minor, failure_code, reserved_at, ended_at, updated_at, refund_id, version
                        from payment
                        where id in (
                          (select id from payment
                           where payer = $1 and id < $2
                             and ($4::text[] is null or status::text = any ($4))
                             and ($5::timestamptz is null or created_at >= $5)
                             and ($6::timestamptz is null or created_at < $6)
                             and ($7::text is null or payee = $7 or payer = $7)
                             and ($8::text is null or reference = $8)
                             and ($9::text is null or target_currency = $9)
                             and ($10::bigint is null or target_minor >= $10)
                             and ($11::bigint is null or target_minor <= $11)
                           order by id desc limit $3)
                          union
                          (select id from payment
                           where payee = $1 and id < $2
                             and (status in ('COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED') or reserved_at is not null)
                             and ($4::text[] is null or status::text = any ($4))
                             and ($5::timestamptz is null or created_at >= $5)
                             and ($6::timestamptz is null or created_at < $6)
                             and ($7::text is null or payee = $7 or payer = $7)
                             and ($8::text is null or reference = $8)
                             and ($9::text is null or target_currency = $9)
                             and ($10::bigint is null or target_minor >= $10)
                             and ($11::bigint is null or target_minor <= $11)
                           order by id desc limit $3))
                        order by id desc
                        limit $3
                        """,
                        parameters(id, userId, filter, limit))
                .map(PaymentRows::payments);
    }

    private static Tuple parameters(UUID id, String userId, PaymentFilter filter, int limit) {
        var statuses = filter.statuses().stream().map(PaymentStatus::name).toArray(String[]::new);
        return Tuple.tuple()
                .addString(userId)
                .addUUID(id)
                .addInteger(limit)
                .addArrayOfString(statuses.length == 0 ? null : statuses)
                .addOffsetDateTime(filter.from().map(SqlTime::utc).orElse(null))
                .addOffsetDateTime(filter.to().map(SqlTime::utc).orElse(null))
                .addString(filter.counterparty().orElse(null))
                .addString(filter.reference().orElse(null))
                .addString(filter.currency().map(Currency::code).orElse(null))
                .addLong(filter.least().map(Money::minorUnits).orElse(null))
                .addLong(filter.most().map(Money::minorUnits).orElse(null));
    }

    /** Lists the payments whose holds expired first, up to {@code then}, and have no resolution yet. */
    public Future<List<Payment>> heldUntil(Instant then, int limit) {
        return database.execute(
                        """
                        select id from payment
                        where status = 'RESERVED' and hold_expires_at <= $1 and not unfinished
                        order by hold_expires_at
                        limit $2
                        """,
                        Tuple.of(utc(then), limit))
                .compose(rows -> byIds(ids(rows)));
    }

    /**
     * Marks some payments whose holds expire by {@code then} as announced; completes with those that were not announced
     * yet.
     */
    public Future<List<Payment>> announceExpiry(SqlClient client, Instant then, int limit) {
        return client.preparedQuery(
                        """
                        update payment
                        set expiry_announced = true
                        where id in (
                          select id from payment
                          where status = 'RESERVED' and hold_expires_at <= $1 and not unfinished and not expiry_announced
                          order by hold_expires_at
                          limit $2
                          for update skip locked)
                        returning id
                        """)
                .execute(Tuple.of(utc(then), limit))
                .compose(rows ->
                        rows.size() == 0 ? Future.succeededFuture(List.<Payment>of()) : byIds(client, ids(rows)));
    }

    private static List<UUID> ids(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getUUID("id"))
                .toList();
    }
}
