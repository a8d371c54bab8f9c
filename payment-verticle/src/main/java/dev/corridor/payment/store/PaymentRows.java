package dev.corridor.payment.store;

import static dev.corridor.kit.sql.SqlTime.instant;

import dev.corridor.kit.sql.Columns;
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
import dev.corridor.payment.domain.PostingIds;
import dev.corridor.payment.domain.RefundPolicy;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.Optional;
import java.util.UUID;

/** A payment as a row of its table, there and back. */
final class PaymentRows {
    private static final Columns<Payment> IDENTITY = new Columns<Payment>().uuid("id", Payment::id);

    private static final Columns<Payment> ASKED = new Columns<Payment>()
            .as("payment_kind", "kind", payment -> payment.request().kind().name())
            .text("caller", payment -> payment.request().caller())
            .text("payer", payment -> payment.request().payer())
            .text("payee_named", payment -> payment.request().payee().text())
            .number("amount_minor", payment -> payment.request().amount().minorUnits())
            .text("amount_currency", payment -> code(payment.request().amount().currency()))
            .as("payment_fix", "fix", payment -> payment.request().fix().name())
            .text(
                    "from_currency",
                    payment -> payment.request().from().map(PaymentRows::code).orElse(null))
            .text("target_currency", payment -> code(payment.request().target()))
            .uuid("quote_id", payment -> payment.request().terms().quote().orElse(null))
            .number("hold_seconds", payment -> payment.request()
                    .terms()
                    .hold()
                    .map(Duration::toSeconds)
                    .orElse(null))
            .as(
                    "refund_policy",
                    "refund_policy",
                    payment -> payment.request().terms().refundPolicy().name())
            .text("reference", payment -> payment.request().reference())
            .as("jsonb", "metadata", payment -> MetadataJson.of(
                            payment.request().terms().metadata())
                    .encode())
            .text("correlation_id", Payment::correlationId)
            .time("created_at", payment -> payment.milestones().created());

    private static final Columns<Payment> AT_FIRST = new Columns<Payment>()
            .text(
                    "idempotency_key",
                    payment -> payment.request().idempotencyKey().orElse(null))
            .text("payee", payment -> payment.payee().orElse(null))
            .number("source_minor", planned(plan -> plan.source().minorUnits()))
            .text("source_currency", planned(plan -> code(plan.source().currency())))
            .number("target_minor", planned(plan -> plan.target().minorUnits()))
            .as("numeric", "rate", planned(plan -> plan.rate().toPlainString()))
            .time("planned_at", payment -> payment.milestones().planned().orElse(null))
            .as("payment_status", "status", payment -> payment.status().name())
            .time("updated_at", payment -> payment.milestones().updated())
            .time("hold_ends_at", payment -> payment.holdLapses().orElse(null))
            .flag("unfinished", Payment::isUnfinished)
            .number("version", Payment::version);

    private static final Columns<Payment> LATER = new Columns<Payment>()
            .uuid("ending_id", ending(HoldResolution::id))
            .as("ending_command", "ending_command", ending(ending -> ending.command()
                    .name()))
            .number("ending_minor", ending(ending -> ending.captured().minorUnits()))
            .number("captured_minor", payment -> payment.captured().minorUnits())
            .number("refunded_minor", payment -> payment.refunded().minorUnits())
            .text(
                    "failure_code",
                    payment -> payment.failure().map(PaymentError::code).orElse(null))
            .time("reserved_at", payment -> payment.milestones().reserved().orElse(null))
            .time("ended_at", payment -> payment.milestones().ended().orElse(null))
            .uuid("refund_id", payment -> payment.refund().orElse(null));

    private static final Columns<Payment> CHANGING = AT_FIRST.and(LATER);

    /** What a new row has; nothing has come of it yet. */
    static final Columns<Payment> NEW = IDENTITY.and(ASKED).and(AT_FIRST);

    /** What is read of a row. How the ids of its postings are made the table itself gives to a new one. */
    static final String READ = NEW.and(LATER).names() + ", posting_ids";

    /** What a change of a row has. */
    static final Columns<Payment> CHANGED = IDENTITY.and(CHANGING);

    static final String SET = CHANGING.assignments("changed");

    private PaymentRows() {}

    private static <T> java.util.function.Function<Payment, T> planned(java.util.function.Function<Plan, T> part) {
        return payment -> payment.plan().map(part).orElse(null);
    }

    private static <T> java.util.function.Function<Payment, T> ending(
            java.util.function.Function<HoldResolution, T> part) {
        return payment -> payment.ending().map(part).orElse(null);
    }

    static Payment payment(Row row) {
        var request = request(row);
        return new Payment(
                row.getUUID("id"),
                request,
                PaymentStatus.valueOf(row.getString("status")),
                plan(row, request.target()),
                ending(row, request.target()),
                new Money(row.getLong("captured_minor"), request.target()),
                new Money(row.getLong("refunded_minor"), request.target()),
                Optional.ofNullable(row.getUUID("refund_id")),
                Optional.ofNullable(row.getString("failure_code")).map(PaymentError::ofCode),
                PostingIds.valueOf(row.getString("posting_ids")),
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
                new Payee(row.getString("payee_named")),
                new Money(row.getLong("amount_minor"), currency(row, "amount_currency")),
                Optional.ofNullable(row.getString("from_currency")).map(Currency::getInstance),
                row.getString("reference"),
                new PaymentTerms(
                        FixedSide.valueOf(row.getString("fix")),
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

    private static Optional<HoldResolution> ending(Row row, Currency target) {
        UUID id = row.getUUID("ending_id");
        if (id == null) {
            return Optional.empty();
        }
        return Optional.of(new HoldResolution(
                id,
                PaymentCommand.valueOf(row.getString("ending_command")),
                new Money(row.getLong("ending_minor"), target)));
    }

    private static Currency currency(Row row, String column) {
        return Currency.getInstance(row.getString(column));
    }

    private static String code(Currency currency) {
        return currency.getCurrencyCode();
    }
}
