package dev.corridor.payment.store;

import static dev.corridor.kit.sql.SqlTime.instant;

import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.MetadataJson;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.domain.FixedSide;
import dev.corridor.payment.domain.HoldResolution;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentCommand;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentKind;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.PaymentTerms;
import dev.corridor.payment.domain.PaymentTimestamps;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.RefundPolicy;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Reads payments from rows of their table. */
final class PaymentRows {
    private PaymentRows() {}

    static List<Payment> payments(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(PaymentRows::payment)
                .toList();
    }

    private static Payment payment(Row row) {
        var request = request(row);
        return new Payment(
                row.getUUID("id"),
                request,
                PaymentStatus.valueOf(row.getString("status")),
                plan(row, request.target()),
                resolution(row, request.target()),
                new Money(row.getLong("captured_minor"), request.target()),
                new Money(row.getLong("refunded_minor"), request.target()),
                Optional.ofNullable(row.getUUID("refund_id")),
                Optional.ofNullable(row.getString("failure_code")).map(PaymentError::ofCode),
                row.getString("correlation_id"),
                new PaymentTimestamps(
                        instant(row, "created_at").orElseThrow(),
                        instant(row, "planned_at"),
                        instant(row, "reserved_at"),
                        instant(row, "ended_at"),
                        instant(row, "updated_at").orElseThrow()),
                row.getLong("version"));
    }

    private static PaymentRequest request(Row row) {
        return new PaymentRequest(
                PaymentKind.valueOf(row.getString("kind")),
                row.getString("caller"),
                Optional.ofNullable(row.getString("idempotency_key")),
                row.getString("payer"),
                new Payee(row.getString("requested_payee")),
                new Money(row.getLong("amount_minor"), currency(row, "amount_currency")),
                Optional.ofNullable(row.getString("from_currency")).map(Currency::of),
                row.getString("reference"),
                new PaymentTerms(
                        FixedSide.valueOf(row.getString("fixed_side")),
                        currency(row, "target_currency"),
                        Optional.ofNullable(row.getUUID("quote_id")),
                        Optional.ofNullable(row.getLong("hold_seconds")).map(Duration::ofSeconds),
                        RefundPolicy.valueOf(row.getString("refund_policy")),
                        MetadataJson.read(row.getJsonObject("metadata"))));
    }

    private static Optional<Plan> plan(Row row, Currency target) {
        Long sourceMinor = row.getLong("source_minor");
        if (sourceMinor == null) {
            return Optional.empty();
        }
        return Optional.of(new Plan(
                row.getString("payee"),
                new Money(sourceMinor, currency(row, "source_currency")),
                new Money(row.getLong("target_minor"), target),
                row.get(BigDecimal.class, "rate")));
    }

    private static Optional<HoldResolution> resolution(Row row, Currency target) {
        UUID id = row.getUUID("resolution_id");
        if (id == null) {
            return Optional.empty();
        }
        return Optional.of(new HoldResolution(
                id,
                PaymentCommand.valueOf(row.getString("resolution_command")),
                new Money(row.getLong("resolution_minor"), target)));
    }

    private static Currency currency(Row row, String column) {
        return Currency.of(row.getString(column));
    }
}
