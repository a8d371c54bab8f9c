package dev.corridor.platform.services;

import static dev.corridor.platform.services.PaymentClient.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.kit.testing.HttpResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Holds, captures, cancellations and refunds over REST, with real forex and ledger services. */
class PaymentLifecycleIT extends PaymentFeature {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Test
    void a_partial_capture_releases_the_rest_of_the_hold() {
        client.topUp(ada, "100.00", "USD");
        var held = hold("60.00", "USD", 3600);

        assertThat(held.json().getString("status")).isEqualTo("RESERVED");
        assertThat(held.json().getString("expires_at")).isNotNull();
        assertThat(client.balance(ada, "wallet", "USD")).isEqualTo("100.00/40.00");
        assertThat(client.get(blaise, "/payments/" + id(held)).status()).isEqualTo(200);

        var captured = client.post(blaise, path(held, "capture"), amount("45.50", "USD"))
                .assertStatus(200);

        assertThat(captured.json().getString("status")).isEqualTo("COMPLETED");
        assertThat(captured.json().getString("expires_at")).isNull();
        assertThat(captured.json().getJsonObject("captured").getString("amount"))
                .isEqualTo("45.50");
        assertThat(client.balance(ada, "wallet", "USD")).isEqualTo("54.50/54.50");
        assertThat(client.balance(blaise, "wallet", "USD")).isEqualTo("45.50/45.50");
        assertThat(client.post(ada, path(held, "capture"), new JsonObject()).code())
                .isEqualTo("status_conflict");
        assertThat(client.post(ada, path(held, "cancel"), new JsonObject()).code())
                .isEqualTo("status_conflict");
    }

    @Test
    void a_cancelled_hold_is_released() {
        client.topUp(ada, "10.00", "USD");
        var held = hold("10.00", "USD", 3600);

        var cancelled =
                client.post(ada, path(held, "cancel"), "c-1", new JsonObject()).assertStatus(200);
        var repeat =
                client.post(ada, path(held, "cancel"), "c-1", new JsonObject()).assertStatus(200);

        assertThat(cancelled.json().getString("status")).isEqualTo("CANCELLED");
        assertThat(cancelled.json().getString("expires_at")).isNull();
        assertThat(repeat.body()).isEqualTo(cancelled.body());
        assertThat(repeat.header("idempotency-replayed")).isEqualTo("true");
        assertThat(client.balance(ada, "wallet", "USD")).isEqualTo("10.00/10.00");
        assertThat(client.post(blaise, path(held, "capture"), new JsonObject()).code())
                .isEqualTo("status_conflict");
    }

    @Test
    void a_hold_that_is_not_captured_expires() {
        client.topUp(ada, "10.00", "USD");
        var held = hold("10.00", "USD", 1);

        assertThat(statusAfter("RESERVED", id(held))).isEqualTo("EXPIRED");
        assertThat(client.balance(ada, "wallet", "USD")).isEqualTo("10.00/10.00");
        assertThat(client.post(blaise, path(held, "capture"), new JsonObject()).code())
                .isEqualTo("status_conflict");
    }

    @Test
    void a_capture_above_the_hold_is_refused() {
        client.topUp(ada, "10.00", "USD");
        var held = hold("10.00", "USD", 3600);

        assertThat(client.post(blaise, path(held, "capture"), amount("10.01", "USD"))
                        .code())
                .isEqualTo("capture_invalid");
        assertThat(client.post(blaise, path(held, "capture"), amount("1.00", "EUR"))
                        .code())
                .isEqualTo("capture_invalid");
        assertThat(client.post(unknownUser(), path(held, "capture"), new JsonObject())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_hold_across_currencies_is_captured_at_its_original_rate() {
        client.topUp(ada, "1000.00", "USD");
        var held = hold("100.00", "EUR", 3600);
        var whole = new BigDecimal(held.json().getJsonObject("source").getString("amount"));

        client.post(blaise, path(held, "capture"), amount("50.00", "EUR")).assertStatus(200);

        assertThat(client.balance(blaise, "wallet", "EUR")).isEqualTo("50.00/50.00");
        var spent = new BigDecimal("1000.00")
                .subtract(new BigDecimal(client.balance(ada, "wallet", "USD").split("/")[0]));
        assertThat(spent.subtract(whole.divide(new BigDecimal(2))).abs()).isLessThan(new BigDecimal("0.02"));
    }

    @Test
    void refunds_never_exceed_the_captured_amount() {
        client.topUp(ada, "100.00", "USD");
        var paid = pay("100.00", "USD", new JsonObject());

        var first = refund(paid, "30.00", "r-1").assertStatus(201);
        var repeat = refund(paid, "30.00", "r-1").assertStatus(201);

        assertThat(repeat.body()).isEqualTo(first.body());
        assertThat(repeat.header("idempotency-replayed")).isEqualTo("true");
        assertThat(client.get(ada, "/payments/" + id(paid)).json().getString("status"))
                .isEqualTo("PARTIALLY_REFUNDED");
        assertThat(refund(paid, "70.01", "r-2").code()).isEqualTo("refund_exceeds_captured");
        assertThat(id(refund(paid, "30.00", "r-3").assertStatus(201))).isNotEqualTo(id(first));
        var rest = client.post(blaise, path(paid, "refunds"), new JsonObject().put("reason", "sold out"))
                .assertStatus(201);

        assertThat(rest.json().getString("amount")).isEqualTo("40.00");
        assertThat(client.balance(ada, "wallet", "USD")).isEqualTo("100.00/100.00");
        assertThat(client.balance(blaise, "wallet", "USD")).isEqualTo("0.00/0.00");
        var shown = client.get(ada, "/payments/" + id(paid) + "?expand=refunds").json();
        assertThat(shown.getString("status")).isEqualTo("REFUNDED");
        assertThat(shown.getJsonArray("refunds")).hasSize(3);
        assertThat(refund(paid, "0.01", "r-4").code()).isEqualTo("status_conflict");
    }

    @Test
    void a_replay_is_byte_for_byte_the_first_response() {
        client.topUp(ada, "100.00", "USD");
        var order = new JsonObject().put("to", blaise).put("amount", "20.00").put("currency", "USD");
        var first = client.post(ada, "/process", "p-1", order).assertStatus(201);
        refund(first, "5.00", "r-1").assertStatus(201);

        var repeat = client.post(ada, "/process", "p-1", order);

        assertThat(repeat.status()).isEqualTo(201);
        assertThat(repeat.body()).isEqualTo(first.body());
        var key = client.get(ada, "/idempotency-keys/p-1").assertStatus(200).json();
        assertThat(key.getString("operation")).isEqualTo("pay");
        assertThat(key.getBoolean("finished")).isTrue();
        assertThat(key.getJsonObject("payment").getString("status")).isEqualTo("PARTIALLY_REFUNDED");
        assertThat(key.getString("expires_at")).isNotNull();
        assertThat(client.get(blaise, "/idempotency-keys/p-1").code()).isEqualTo("idempotency_key_not_found");
    }

    @Test
    void a_refusal_is_replayed_byte_for_byte() {
        client.topUp(ada, "1.00", "USD");
        var order = new JsonObject().put("to", blaise).put("amount", "20.00").put("currency", "USD");

        var first = client.post(ada, "/process", "p-1", order);
        client.topUp(ada, "100.00", "USD");
        var repeat = client.post(ada, "/process", "p-1", order);

        assertThat(first.code()).isEqualTo("insufficient_funds");
        assertThat(repeat.body()).isEqualTo(first.body());
        assertThat(repeat.header("idempotency-replayed")).isEqualTo("true");
    }

    @Test
    void only_the_payee_can_refund() {
        client.topUp(ada, "10.00", "USD");
        var paid = pay("10.00", "USD", new JsonObject());

        assertThat(client.post(ada, path(paid, "refunds"), new JsonObject()).code())
                .isEqualTo("not_yours_to_do");
        assertThat(client.post(unknownUser(), path(paid, "refunds"), new JsonObject())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_refund_without_funds_fails_and_leaves_the_payment_unchanged() {
        client.topUp(ada, "10.00", "USD");
        var paid = pay("10.00", "USD", new JsonObject());
        client.post(
                        blaise,
                        "/process",
                        new JsonObject()
                                .put("to", unknownUser())
                                .put("amount", "4.00")
                                .put("currency", "USD"))
                .assertStatus(201);

        assertThat(refund(paid, "10.00", "r-1").code()).isEqualTo("insufficient_funds");
        assertThat(client.get(ada, "/payments/" + id(paid)).json().getString("status"))
                .isEqualTo("COMPLETED");
        assertThat(refund(paid, "6.00", "r-2").assertStatus(201).json().getString("status"))
                .isEqualTo("COMPLETED");
    }

    @Test
    void a_refund_at_the_original_rate_returns_what_the_payer_spent() {
        client.topUp(ada, "1000.00", "USD");
        var paid = pay("100.00", "EUR", new JsonObject());

        var parts = new JsonArray().add("33.33").add("33.33").add("33.34");
        for (int i = 0; i < parts.size(); i++) {
            client.post(blaise, path(paid, "refunds"), amount(parts.getString(i), "EUR"))
                    .assertStatus(201);
        }

        assertThat(client.balance(ada, "wallet", "USD")).isEqualTo("1000.00/1000.00");
        assertThat(client.balance(blaise, "wallet", "EUR")).isEqualTo("0.00/0.00");
    }

    @Test
    void a_refund_at_the_current_rate_returns_the_present_value() {
        client.topUp(ada, "1000.00", "USD");
        var paid = pay("100.00", "EUR", new JsonObject().put("refund_policy", "current_rate"));

        var refund = client.post(blaise, path(paid, "refunds"), new JsonObject())
                .assertStatus(201)
                .json();

        var returned = new BigDecimal(refund.getJsonObject("returned").getString("amount"));
        var spent = new BigDecimal(paid.json().getJsonObject("source").getString("amount"));
        // Each conversion costs the spread.
        assertThat(returned).isLessThan(spent);
        assertThat(refund.getJsonObject("fx_result").getString("amount")).isEqualTo("0.00");
        var left = new BigDecimal("1000.00").subtract(spent).add(returned).toPlainString();
        assertThat(client.balance(ada, "wallet", "USD")).isEqualTo(left + "/" + left);
    }

    @Test
    void with_the_source_fixed_the_payer_spends_exactly_the_amount() {
        client.topUp(ada, "1000.00", "USD");

        var paid = pay(
                "100.00", "EUR", new JsonObject().put("fixed_side", "source").put("from_currency", "USD"));

        assertThat(paid.json().getJsonObject("source"))
                .isEqualTo(new JsonObject().put("amount", "100.00").put("currency", "USD"));
        var target = paid.json().getJsonObject("target");
        assertThat(target.getString("currency")).isEqualTo("EUR");
        assertThat(client.balance(ada, "wallet", "USD")).isEqualTo("900.00/900.00");
        assertThat(client.balance(blaise, "wallet", "EUR")).startsWith(target.getString("amount") + "/");
    }

    @Test
    void a_preview_returns_the_price_and_moves_no_money() {
        client.topUp(ada, "50.00", "USD");
        var order = new JsonObject()
                .put("to", blaise)
                .put("amount", "100.00")
                .put("currency", "EUR")
                .put("preview", true);

        var preview = client.post(ada, "/process", order).assertStatus(200).json();

        assertThat(preview.getJsonObject("target").getString("amount")).isEqualTo("100.00");
        assertThat(preview.getJsonObject("limits").getJsonObject("available").getString("amount"))
                .isEqualTo("50.00");
        assertThat(preview.getBoolean("affordable")).isFalse();
        assertThat(amounts("/payments")).containsExactly("50.00");
    }

    @Test
    void money_is_withdrawn_to_the_bank() {
        client.topUp(ada, "50.00", "USD");

        var withdrawn = client.post(ada, "/withdrawals", amount("20.00", "USD")).assertStatus(201);

        assertThat(withdrawn.json().getString("kind")).isEqualTo("WITHDRAWAL");
        assertThat(client.balance(ada, "wallet", "USD")).isEqualTo("30.00/30.00");
        assertThat(client.post(ada, "/withdrawals", amount("30.01", "USD")).code())
                .isEqualTo("insufficient_funds");
    }

    @Test
    void a_timeline_lists_every_step_with_its_postings() {
        client.topUp(ada, "100.00", "USD");
        var held = hold("60.00", "USD", 3600);
        client.post(blaise, path(held, "capture"), new JsonObject()).assertStatus(200);
        refund(held, "10.00", "r-1").assertStatus(201);

        var steps =
                client.get(ada, path(held, "timeline")).assertStatus(200).json().getJsonArray("steps");

        assertThat(steps.stream().map(step -> ((JsonObject) step).getString("name")))
                .containsExactly("created", "planned", "reserved", "completed", "refund_created", "refund_completed");
        assertThat(steps.stream().map(JsonObject.class::cast).filter(step -> !step.getJsonArray("transfer_ids")
                        .isEmpty()))
                .hasSize(3)
                .allSatisfy(step -> assertThat(step.getString("posting_id")).isNotNull());
    }

    @Test
    void a_list_is_filtered() {
        client.topUp(ada, "100.00", "USD");
        pay(
                "1.00",
                "USD",
                new JsonObject().put("reference", "tea").put("metadata", new JsonObject().put("order", "7")));
        pay("2.00", "USD", new JsonObject().put("reference", "=cake"));
        hold("3.00", "USD", 3600);

        assertThat(amounts("/payments?status=RESERVED")).containsExactly("3.00");
        assertThat(amounts("/payments?counterparty=" + blaise + "&currency=USD&min_amount=1.00&max_amount=2.00"))
                .containsExactly("2.00", "1.00");
        assertThat(amounts("/payments?reference=tea")).containsExactly("1.00");
        assertThat(amounts("/payments?to=2020-01-01T00:00:00Z")).isEmpty();
        assertThat(client.get(ada, "/payments?min_amount=1").code()).isEqualTo("unknown_currency");
        assertThat(client.get(ada, "/payments?status=DONE").code()).isEqualTo("invalid_request");
        assertThat(client.get(ada, "/payments?from=yesterday").code()).isEqualTo("invalid_request");
        assertThat(client.get(ada, "/payments?expand=all").code()).isEqualTo("invalid_request");
        var csv = client.getCsv(ada, "/payments?limit=2");
        assertThat(csv.body().lines()).hasSize(3);
        assertThat(csv.body()).contains("'=cake");
        assertThat(csv.header("link")).startsWith("<payments?limit=2&cursor=").endsWith(">; rel=\"next\"");
        assertThat(client.get(ada, "/payments?reference=tea")
                        .json()
                        .getJsonArray("payments")
                        .getJsonObject(0)
                        .getJsonObject("metadata"))
                .isEqualTo(new JsonObject().put("order", "7"));
    }

    private List<String> amounts(String path) {
        return client.get(ada, path).assertStatus(200).json().getJsonArray("payments").stream()
                .map(payment -> ((JsonObject) payment).getString("amount"))
                .toList();
    }

    private HttpResult pay(String amount, String currency, JsonObject terms) {
        var order = terms.copy().put("to", blaise).put("amount", amount).put("currency", currency);
        return client.post(ada, "/process", order).assertStatus(201);
    }

    private HttpResult hold(String amount, String currency, int seconds) {
        return pay(amount, currency, new JsonObject().put("capture", "later").put("expires_in", seconds));
    }

    private HttpResult refund(HttpResult paid, String amount, String key) {
        return client.post(blaise, path(paid, "refunds"), key, amount(amount, "USD"));
    }

    private String statusAfter(String status, String id) {
        return await().atMost(TIMEOUT)
                .until(() -> client.get(ada, "/payments/" + id).json().getString("status"), now -> !now.equals(status));
    }

    private static JsonObject amount(String amount, String currency) {
        return new JsonObject().put("amount", amount).put("currency", currency);
    }

    private static String path(HttpResult payment, String action) {
        return "/payments/" + id(payment) + "/" + action;
    }

    private static String unknownUser() {
        return UUID.randomUUID().toString();
    }
}
