package dev.corridor.payment.store;

import static dev.corridor.kit.sql.SqlTime.instant;

import dev.corridor.kit.sql.Columns;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.Refund;
import dev.corridor.payment.domain.RefundPlan;
import dev.corridor.payment.domain.RefundStatus;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Refunds, in SQL. Each is changed only together with its payment, whose version guards both. */
public final class Refunds {
    private static final Columns<Refund> ASKED = new Columns<Refund>()
            .uuid("id", Refund::id)
            .uuid("payment_id", Refund::paymentId)
            .text("caller", Refund::caller)
            .number("amount_minor", refund -> refund.amount().minorUnits())
            .text("amount_currency", refund -> refund.amount().currency().getCurrencyCode())
            .text("reason", Refund::reason)
            .text("correlation_id", Refund::correlationId)
            .time("created_at", refund -> refund.createdAt());

    private static final Columns<Refund> CHANGING = new Columns<Refund>()
            .text("idempotency_key", refund -> refund.key().orElse(null))
            .as("refund_status", "status", refund -> refund.status().name())
            .number("returned_minor", planned(plan -> plan.returned().minorUnits()))
            .text(
                    "returned_currency",
                    planned(plan -> plan.returned().currency().getCurrencyCode()))
            .number("result_minor", planned(plan -> plan.result().minorUnits()))
            .text(
                    "failure_code",
                    refund -> refund.failure().map(PaymentError::code).orElse(null))
            .time("updated_at", refund -> refund.updatedAt());

    private static final Columns<Refund> ALL = ASKED.and(CHANGING);

    private final Database database;

    public Refunds(Database database) {
        this.database = database;
    }

    /** Adds it, or changes what can change of it. */
    Future<?> save(SqlClient client, Refund refund) {
        return client.preparedQuery("insert into refund (%s) select %s from %s on conflict (id) do update set %s"
                        .formatted(
                                ALL.names(),
                                ALL.selection("saved"),
                                ALL.rows("saved", 1, 1),
                                CHANGING.assignments("excluded")))
                .execute(Tuple.from(ALL.values(List.of(refund))));
    }

    public Future<Optional<Refund>> byId(UUID id) {
        return select("id = $1 limit 1", Tuple.of(id))
                .map(found -> found.stream().findFirst());
    }

    /** Oldest first. */
    public Future<List<Refund>> ofPayments(List<UUID> payments) {
        return payments.isEmpty()
                ? Future.succeededFuture(List.of())
                : select("payment_id = any($1) order by payment_id, id", Tuple.of(payments.toArray(UUID[]::new)));
    }

    private Future<List<Refund>> select(String where, Tuple parameters) {
        return database.pool()
                .preparedQuery("select %s from refund where %s".formatted(ALL.names(), where))
                .execute(parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Refunds::refund)
                        .toList());
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
                                money(row, "result_minor", "returned_currency"))),
                Optional.ofNullable(row.getString("failure_code")).map(PaymentError::ofCode),
                row.getString("correlation_id"),
                instant(row, "created_at").orElseThrow(),
                instant(row, "updated_at").orElseThrow());
    }

    private static Money money(Row row, String minor, String currency) {
        return new Money(row.getLong(minor), Currency.getInstance(row.getString(currency)));
    }

    private static <T> Function<Refund, T> planned(Function<RefundPlan, T> part) {
        return refund -> refund.plan().map(part).orElse(null);
    }
}
