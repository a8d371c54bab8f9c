package dev.corridor.payment.api;

import dev.corridor.kit.money.Money;
import dev.corridor.payment.domain.Page;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.Plan;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** Payments in the form of openapi/payment.yaml. */
final class PaymentJson {
    private PaymentJson() {}

    static JsonObject of(Payment payment) {
        var request = payment.request();
        return new JsonObject()
                .put("id", payment.id().toString())
                .put("kind", request.kind().name())
                .put("status", payment.status().name())
                .put("amount", request.amount().amount())
                .put("currency", request.amount().currency().getCurrencyCode())
                .put(
                        "source",
                        payment.plan().map(Plan::source).map(PaymentJson::money).orElse(null))
                .put("target", money(request.amount()))
                .put(
                        "rate",
                        payment.plan().map(plan -> plan.rate().toPlainString()).orElse(null))
                .put("quote_id", request.quote().map(UUID::toString).orElse(null))
                .put("payer", request.payer())
                .put("payee", payment.payee().orElse(null))
                .put("reference", request.reference())
                .put("failure", payment.failure().map(PaymentJson::failure).orElse(null))
                .put("correlation_id", payment.correlationId())
                .put("created_at", payment.createdAt().toString())
                .put("updated_at", payment.updatedAt().toString());
    }

    static JsonObject of(Page page) {
        var payments = new JsonArray();
        page.payments().forEach(payment -> payments.add(of(payment)));
        return new JsonObject()
                .put("payments", payments)
                .put("next_cursor", page.nextCursor().orElse(null));
    }

    private static JsonObject money(Money money) {
        return new JsonObject()
                .put("amount", money.amount())
                .put("currency", money.currency().getCurrencyCode());
    }

    private static JsonObject failure(PaymentError reason) {
        return new JsonObject().put("code", reason.code()).put("message", reason.words());
    }
}
