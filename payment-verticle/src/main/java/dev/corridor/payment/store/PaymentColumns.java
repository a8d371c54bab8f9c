package dev.corridor.payment.store;

import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.kit.sql.SqlTime;
import dev.corridor.kit.value.Currency;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.Plan;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Arrays of column values, one element for each payment of a batch: the parameters of {@code unnest}. */
final class PaymentColumns {
    private PaymentColumns() {}

    static <E, T> T[] array(List<E> rows, IntFunction<T[]> newArray, Function<E, T> value) {
        return rows.stream().map(value).toArray(newArray);
    }

    static <E> String[] strings(List<E> rows, Function<E, String> value) {
        return array(rows, String[]::new, value);
    }

    static <E> OffsetDateTime[] timestamps(List<E> rows, Function<E, Instant> value) {
        return array(rows, OffsetDateTime[]::new, row -> {
            var instant = value.apply(row);
            return instant == null ? null : SqlTime.utc(instant);
        });
    }

    /** Adds payee, source_minor, source_currency, target_minor, rate and planned_at. */
    static void addPlans(Tuple parameters, List<Payment> payments) {
        parameters.addValue(strings(payments, payment -> payment.payee().orElse(null)));
        parameters.addValue(
                array(payments, Long[]::new, plan(plan -> plan.source().minorUnits())));
        parameters.addValue(strings(payments, plan(plan -> code(plan.source().currency()))));
        parameters.addValue(
                array(payments, Long[]::new, plan(plan -> plan.target().minorUnits())));
        parameters.addValue(strings(payments, plan(plan -> plan.rate().toPlainString())));
        parameters.addValue(
                timestamps(payments, payment -> payment.timestamps().planned().orElse(null)));
    }

    /** Adds event_key, event_type and event_value. */
    static void addEvents(Tuple parameters, List<PaymentWrite> batch) {
        parameters.addValue(strings(batch, event(OutboxEvent::key)));
        parameters.addValue(strings(batch, event(OutboxEvent::type)));
        parameters.addValue(array(
                batch, Buffer[]::new, event(event -> Buffer.buffer(event.value().toByteArray()))));
    }

    static String code(Currency currency) {
        return currency.code();
    }

    static Set<UUID> ids(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getUUID("id"))
                .collect(Collectors.toSet());
    }

    private static <T> Function<Payment, T> plan(Function<Plan, T> part) {
        return payment -> payment.plan().map(part).orElse(null);
    }

    private static <T> Function<PaymentWrite, T> event(Function<OutboxEvent, T> part) {
        return write -> write.event().map(part).orElse(null);
    }
}
