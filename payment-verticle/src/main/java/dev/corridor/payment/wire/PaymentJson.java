package dev.corridor.payment.wire;

import dev.corridor.kit.value.MetadataJson;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.Refund;
import dev.corridor.payment.domain.RefundPlan;
import dev.corridor.payment.domain.idempotency.IdempotencyRecord;
import dev.corridor.payment.domain.query.PaymentPage;
import dev.corridor.payment.domain.query.Preview;
import dev.corridor.payment.domain.query.Timeline;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** JSON of payments and refunds, as openapi/payment.yaml describes it. */
public final class PaymentJson {
    private PaymentJson() {}

    public static JsonObject of(Payment payment) {
        var request = payment.request();
        var terms = request.terms();
        return new JsonObject()
                .put("id", payment.id().toString())
                .put("kind", request.kind().name())
                .put("status", payment.status().name())
                .put("amount", request.amount().amount())
                .put("currency", request.amount().currency().code())
                .put("fixed_side", word(terms.fixedSide()))
                .put("source", money(payment.plan().map(Plan::source)))
                .put("target", money(payment.plan().map(Plan::target).or(payment::fixedTarget)))
                .put("rate", text(payment.plan(), plan -> plan.rate().toPlainString()))
                .put("quote_id", text(terms.quote(), UUID::toString))
                .put("captured", money(payment.captured()))
                .put("refunded", money(payment.refunded()))
                .put("refund_policy", word(terms.refundPolicy()))
                .put("expires_at", text(payment.openHoldExpiresAt(), Instant::toString))
                .put("payer", request.payer())
                .put("payee", payment.payee().orElse(null))
                .put("reference", request.reference())
                .put("metadata", MetadataJson.of(terms.metadata()))
                .put("failure", payment.failure().map(PaymentJson::failure).orElse(null))
                .put("correlation_id", payment.correlationId())
                .put("created_at", payment.timestamps().created().toString())
                .put("updated_at", payment.timestamps().updated().toString());
    }

    public static JsonObject of(PaymentPage page, Function<Payment, JsonObject> json) {
        return new JsonObject()
                .put("payments", array(page.payments(), json))
                .put("next_cursor", page.nextCursor().orElse(null));
    }

    public static JsonObject of(Preview preview) {
        var plan = preview.plan();
        return new JsonObject()
                .put("source", money(plan.source()))
                .put("target", money(plan.target()))
                .put("rate", plan.rate().toPlainString())
                .put("fee", money(preview.fee()))
                .put("payee", plan.payee())
                .put("limits", new JsonObject().put("available", money(preview.available())))
                .put("affordable", preview.isAffordable());
    }

    public static JsonObject of(Refund refund) {
        return new JsonObject()
                .put("id", refund.id().toString())
                .put("payment_id", refund.paymentId().toString())
                .put("status", refund.status().name())
                .put("amount", refund.amount().amount())
                .put("currency", refund.amount().currency().code())
                .put("returned", money(refund.plan().map(RefundPlan::returned)))
                .put("fx_result", money(refund.plan().map(RefundPlan::result)))
                .put("reason", refund.reason())
                .put("failure", refund.failure().map(PaymentJson::failure).orElse(null))
                .put("correlation_id", refund.correlationId())
                .put("created_at", refund.createdAt().toString())
                .put("updated_at", refund.updatedAt().toString());
    }

    public static JsonArray of(Collection<Refund> refunds) {
        return array(refunds, PaymentJson::of);
    }

    public static JsonArray of(Timeline timeline) {
        return array(timeline.steps(), PaymentJson::of);
    }

    public static JsonObject of(IdempotencyRecord stored, Payment payment, Optional<Refund> refund) {
        return new JsonObject()
                .put("key", stored.request().key())
                .put("operation", word(stored.operation()))
                .put("finished", stored.isFinished(payment, refund))
                .put("payment", of(payment))
                .put("refund", refund.map(PaymentJson::of).orElse(null))
                .put("expires_at", stored.expiresAt().toString());
    }

    public static JsonObject failure(PaymentError reason) {
        return new JsonObject()
                .put("code", reason.code())
                .put("message", reason.message())
                .put("retryable", reason.isRetryable());
    }

    private static JsonObject of(Timeline.Step step) {
        var transfers = new JsonArray();
        step.transfers().forEach(transfer -> transfers.add(transfer.toString()));
        return new JsonObject()
                .put("at", step.at().toString())
                .put("name", step.name())
                .put("message", step.message())
                .put("amount", money(step.amount()))
                .put("posting_id", text(step.posting(), UUID::toString))
                .put("transfer_ids", transfers)
                .put("event", text(step.event(), event -> "dev.corridor.payment." + event))
                .put("refund_id", text(step.refund(), UUID::toString));
    }

    private static <T> JsonArray array(Collection<T> all, Function<T, JsonObject> json) {
        var array = new JsonArray();
        all.forEach(each -> array.add(json.apply(each)));
        return array;
    }

    private static <T> String text(Optional<T> value, Function<T, String> text) {
        return value.map(text).orElse(null);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static JsonObject money(Optional<Money> money) {
        return money.map(PaymentJson::money).orElse(null);
    }

    private static JsonObject money(Money money) {
        return new JsonObject()
                .put("amount", money.amount())
                .put("currency", money.currency().code());
    }
}
