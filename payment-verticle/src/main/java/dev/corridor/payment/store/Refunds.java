package dev.corridor.payment.store;

import static dev.corridor.kit.sql.SqlTime.instant;
import static dev.corridor.kit.sql.SqlTime.utc;

import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.Refund;
import dev.corridor.payment.domain.RefundPlan;
import dev.corridor.payment.domain.RefundStatus;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Table of refunds. A refund is written only together with its payment, whose version guards both. */
public final class Refunds {
    private final Database database;

    Refunds(Database database) {
        this.database = database;
    }

    /** Inserts the refund, or updates the columns that can change. */
    Future<?> save(SqlClient client, Refund refund) {
        return client.preparedQuery(
                        """
                        insert into refund (id, payment_id, caller, idempotency_key, amount_minor, amount_currency, reason, status,
                          returned_minor, returned_currency, fx_result_minor, failure_code, correlation_id, created_at, updated_at)
                        values ($1, $2, $3, $4, $5, $6, $7, $8::text, $9, $10, $11, $12, $13, $14, $15)
                        on conflict (id) do update
                        set idempotency_key = excluded.idempotency_key, status = excluded.status,
                          returned_minor = excluded.returned_minor, returned_currency = excluded.returned_currency,
                          fx_result_minor = excluded.fx_result_minor, failure_code = excluded.failure_code,
                          updated_at = excluded.updated_at
                        """)
                .execute(Tuple.tuple()
                        .addUUID(refund.id())
                        .addUUID(refund.paymentId())
                        .addString(refund.caller())
                        .addString(refund.key().orElse(null))
                        .addLong(refund.amount().minorUnits())
                        .addString(refund.amount().currency().code())
                        .addString(refund.reason())
                        .addString(refund.status().name())
                        .addLong(plan(refund, plan -> plan.returned().minorUnits()))
                        .addString(
                                plan(refund, plan -> plan.returned().currency().code()))
                        .addLong(plan(refund, plan -> plan.result().minorUnits()))
                        .addString(refund.failure().map(PaymentError::code).orElse(null))
                        .addString(refund.correlationId())
                        .addOffsetDateTime(utc(refund.createdAt()))
                        .addOffsetDateTime(utc(refund.updatedAt())));
    }

    public Future<Optional<Refund>> byId(UUID id) {
        return database.execute(
                        """
                        select id, payment_id, caller, idempotency_key, amount_minor, amount_currency, reason, status,
                          returned_minor, returned_currency, fx_result_minor, failure_code, correlation_id, created_at, updated_at
                        from refund
                        where id = $1
                        """,
                        Tuple.of(id))
                .map(rows -> refunds(rows).stream().findFirst());
    }

    /** Lists the refunds of some payments, the oldest of each first. */
    public Future<List<Refund>> ofPayments(List<UUID> payments) {
        if (payments.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return database.execute(
                        """
                        select id, payment_id, caller, idempotency_key, amount_minor, amount_currency, reason, status,
                          returned_minor, returned_currency, fx_result_minor, failure_code, correlation_id, created_at, updated_at
                        from refund
                        where payment_id = any ($1)
                        order by payment_id, id
                        """,
                        Tuple.of(payments.toArray(UUID[]::new)))
                .map(Refunds::refunds);
    }

    private static List<Refund> refunds(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(Refunds::refund)
                .toList();
    }

    private static Refund refund(Row row) {
        return new Refund(
                row.getUUID("id"),
                row.getUUID("payment_id"),
                row.getString("caller"),
                Optional.ofNullable(row.getString("idempotency_key")),
                money(row, "amount_minor", "amount_currency"),
                row.getString("reason"),
                RefundStatus.valueOf(row.getString("status")),
                row.getLong("returned_minor") == null
                        ? Optional.empty()
                        : Optional.of(new RefundPlan(
                                money(row, "returned_minor", "returned_currency"),
                                money(row, "fx_result_minor", "returned_currency"))),
                Optional.ofNullable(row.getString("failure_code")).map(PaymentError::ofCode),
                row.getString("correlation_id"),
                instant(row, "created_at").orElseThrow(),
                instant(row, "updated_at").orElseThrow());
    }

    private static Money money(Row row, String minor, String currency) {
        return new Money(row.getLong(minor), Currency.of(row.getString(currency)));
    }

    private static <T> T plan(Refund refund, Function<RefundPlan, T> part) {
        return refund.plan().map(part).orElse(null);
    }
}
