package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What can become of a payment after it was asked for, with the real forex and ledger behind it. */
class PaymentLifecycleIT {
    private static DeployedServices services;
    private static PaymentClient caller;

    private final String ada = UUID.randomUUID().toString();
    private final String blaise = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        services = new DeployedServices();
        caller = new PaymentClient(services);
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @Test
    void money_is_set_aside_and_captured_in_part_and_the_rest_is_free_again() {
        caller.topUp(ada, "100.00", "USD");
        var held = hold("60.00", "USD", 3600);

        assertThat(held.body().getString("status")).isEqualTo("RESERVED");
        assertThat(held.body().getString("expires_at")).isNotNull();
        assertThat(caller.balance(ada, "wallet", "USD")).isEqualTo("100.00/40.00");
        assertThat(caller.get(blaise, "/payments/" + held.id()).status()).isEqualTo(200);

        var captured = caller.post(blaise, path(held, "capture"), amount("45.50", "USD"))
                .require(200);

        assertThat(captured.body().getString("status")).isEqualTo("COMPLETED");
        assertThat(captured.body().getJsonObject("captured").getString("amount"))
                .isEqualTo("45.50");
        assertThat(caller.balance(ada, "wallet", "USD")).isEqualTo("54.50/54.50");
        assertThat(caller.balance(blaise, "wallet", "USD")).isEqualTo("45.50/45.50");
        assertThat(caller.post(ada, path(held, "capture"), new JsonObject()).code())
                .isEqualTo("status_conflict");
        assertThat(caller.post(ada, path(held, "cancel"), new JsonObject()).code())
                .isEqualTo("status_conflict");
    }

    @Test
    void what_is_cancelled_is_free_again_and_stays_so() {
        caller.topUp(ada, "10.00", "USD");
        var held = hold("10.00", "USD", 3600);

        var cancelled =
                caller.post(ada, path(held, "cancel"), "c-1", new JsonObject()).require(200);
        var again =
                caller.post(ada, path(held, "cancel"), "c-1", new JsonObject()).require(200);

        assertThat(cancelled.body().getString("status")).isEqualTo("CANCELLED");
        assertThat(again.text()).isEqualTo(cancelled.text());
        assertThat(again.replayed()).hasValue("true");
        assertThat(caller.balance(ada, "wallet", "USD")).isEqualTo("10.00/10.00");
        assertThat(caller.post(blaise, path(held, "capture"), new JsonObject()).code())
                .isEqualTo("status_conflict");
    }

    @Test
    void a_hold_that_nobody_captures_lapses_by_itself() {
        caller.topUp(ada, "10.00", "USD");
        var held = hold("10.00", "USD", 1);

        assertThat(statusOnceNot("RESERVED", held.id())).isEqualTo("EXPIRED");
        assertThat(caller.balance(ada, "wallet", "USD")).isEqualTo("10.00/10.00");
        assertThat(caller.post(blaise, path(held, "capture"), new JsonObject()).code())
                .isEqualTo("status_conflict");
    }

    @Test
    void more_than_was_set_aside_is_not_captured() {
        caller.topUp(ada, "10.00", "USD");
        var held = hold("10.00", "USD", 3600);

        assertThat(caller.post(blaise, path(held, "capture"), amount("10.01", "USD"))
                        .code())
                .isEqualTo("capture_invalid");
        assertThat(caller.post(blaise, path(held, "capture"), amount("1.00", "EUR"))
                        .code())
                .isEqualTo("capture_invalid");
        assertThat(caller.post(stranger(), path(held, "capture"), new JsonObject())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_hold_between_currencies_is_captured_at_the_price_of_its_beginning() {
        caller.topUp(ada, "1000.00", "USD");
        var held = hold("100.00", "EUR", 3600);
        var whole = new BigDecimal(held.body().getJsonObject("source").getString("amount"));

        caller.post(blaise, path(held, "capture"), amount("50.00", "EUR")).require(200);

        assertThat(caller.balance(blaise, "wallet", "EUR")).isEqualTo("50.00/50.00");
        var spent = new BigDecimal("1000.00")
                .subtract(new BigDecimal(caller.balance(ada, "wallet", "USD").split("/")[0]));
        assertThat(spent.subtract(whole.divide(new BigDecimal(2))).abs()).isLessThan(new BigDecimal("0.02"));
    }

    @Test
    void refunds_come_back_in_parts_and_never_more_than_was_captured() {
        caller.topUp(ada, "100.00", "USD");
        var paid = pay("100.00", "USD", new JsonObject());

        var first = refund(paid, "30.00", "r-1").require(201);
        var again = refund(paid, "30.00", "r-1").require(201);

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.replayed()).hasValue("true");
        assertThat(caller.get(ada, "/payments/" + paid.id()).body().getString("status"))
                .isEqualTo("PARTIALLY_REFUNDED");
        assertThat(refund(paid, "70.01", "r-2").code()).isEqualTo("refund_exceeds_captured");
        assertThat(refund(paid, "30.00", "r-3").require(201).id()).isNotEqualTo(first.id());
        var rest = caller.post(blaise, path(paid, "refunds"), new JsonObject().put("reason", "sold out"))
                .require(201);

        assertThat(rest.body().getString("amount")).isEqualTo("40.00");
        assertThat(caller.balance(ada, "wallet", "USD")).isEqualTo("100.00/100.00");
        assertThat(caller.balance(blaise, "wallet", "USD")).isEqualTo("0.00/0.00");
        var shown =
                caller.get(ada, "/payments/" + paid.id() + "?expand=refunds").body();
        assertThat(shown.getString("status")).isEqualTo("REFUNDED");
        assertThat(shown.getJsonArray("refunds")).hasSize(3);
        assertThat(refund(paid, "0.01", "r-4").code()).isEqualTo("status_conflict");
    }

    @Test
    void a_repeat_is_answered_byte_for_byte_whatever_has_happened_since() {
        caller.topUp(ada, "100.00", "USD");
        var order = new JsonObject().put("to", blaise).put("amount", "20.00").put("currency", "USD");
        var first = caller.post(ada, "/process", "p-1", order).require(201);
        refund(first, "5.00", "r-1").require(201);

        var again = caller.post(ada, "/process", "p-1", order);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        var key = caller.get(ada, "/idempotency-keys/p-1").require(200).body();
        assertThat(key.getString("operation")).isEqualTo("pay");
        assertThat(key.getBoolean("finished")).isTrue();
        assertThat(key.getJsonObject("payment").getString("status")).isEqualTo("PARTIALLY_REFUNDED");
        assertThat(key.getString("expires_at")).isNotNull();
        assertThat(caller.get(blaise, "/idempotency-keys/p-1").code()).isEqualTo("idempotency_key_not_found");
    }

    @Test
    void a_refusal_is_repeated_byte_for_byte() {
        caller.topUp(ada, "1.00", "USD");
        var order = new JsonObject().put("to", blaise).put("amount", "20.00").put("currency", "USD");

        var first = caller.post(ada, "/process", "p-1", order);
        caller.topUp(ada, "100.00", "USD");
        var again = caller.post(ada, "/process", "p-1", order);

        assertThat(first.code()).isEqualTo("insufficient_funds");
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.replayed()).hasValue("true");
    }

    @Test
    void only_the_payee_refunds() {
        caller.topUp(ada, "10.00", "USD");
        var paid = pay("10.00", "USD", new JsonObject());

        assertThat(caller.post(ada, path(paid, "refunds"), new JsonObject()).code())
                .isEqualTo("not_yours_to_do");
        assertThat(caller.post(stranger(), path(paid, "refunds"), new JsonObject())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_refund_that_the_payee_can_not_pay_fails_and_leaves_the_payment_as_it_was() {
        caller.topUp(ada, "10.00", "USD");
        var paid = pay("10.00", "USD", new JsonObject());
        caller.post(
                        blaise,
                        "/process",
                        new JsonObject()
                                .put("to", stranger())
                                .put("amount", "4.00")
                                .put("currency", "USD"))
                .require(201);

        assertThat(refund(paid, "10.00", "r-1").code()).isEqualTo("insufficient_funds");
        assertThat(caller.get(ada, "/payments/" + paid.id()).body().getString("status"))
                .isEqualTo("COMPLETED");
        assertThat(refund(paid, "6.00", "r-2").require(201).body().getString("status"))
                .isEqualTo("COMPLETED");
    }

    @Test
    void at_the_original_rate_the_payer_gets_back_what_they_spent_and_the_house_the_difference() {
        caller.topUp(ada, "1000.00", "USD");
        var paid = pay("100.00", "EUR", new JsonObject());

        var parts = new JsonArray().add("33.33").add("33.33").add("33.34");
        for (int i = 0; i < parts.size(); i++) {
            caller.post(blaise, path(paid, "refunds"), amount(parts.getString(i), "EUR"))
                    .require(201);
        }

        assertThat(caller.balance(ada, "wallet", "USD")).isEqualTo("1000.00/1000.00");
        assertThat(caller.balance(blaise, "wallet", "EUR")).isEqualTo("0.00/0.00");
    }

    @Test
    void at_the_current_rate_the_payer_gets_what_it_is_worth_now() {
        caller.topUp(ada, "1000.00", "USD");
        var paid = pay("100.00", "EUR", new JsonObject().put("refund_policy", "current_rate"));

        var refund = caller.post(blaise, path(paid, "refunds"), new JsonObject())
                .require(201)
                .body();

        var returned = new BigDecimal(refund.getJsonObject("returned").getString("amount"));
        var spent = new BigDecimal(paid.body().getJsonObject("source").getString("amount"));
        // There and back costs the spread.
        assertThat(returned).isLessThan(spent);
        assertThat(refund.getJsonObject("fx_result").getString("amount")).isEqualTo("0.00");
        var left = new BigDecimal("1000.00").subtract(spent).add(returned).toPlainString();
        assertThat(caller.balance(ada, "wallet", "USD")).isEqualTo(left + "/" + left);
    }

    @Test
    void who_fixes_the_source_spends_exactly_that() {
        caller.topUp(ada, "1000.00", "USD");

        var paid = pay(
                "100.00", "EUR", new JsonObject().put("fixed_side", "source").put("from_currency", "USD"));

        assertThat(paid.body().getJsonObject("source"))
                .isEqualTo(new JsonObject().put("amount", "100.00").put("currency", "USD"));
        var target = paid.body().getJsonObject("target");
        assertThat(target.getString("currency")).isEqualTo("EUR");
        assertThat(caller.balance(ada, "wallet", "USD")).isEqualTo("900.00/900.00");
        assertThat(caller.balance(blaise, "wallet", "EUR")).startsWith(target.getString("amount") + "/");
    }

    @Test
    void a_preview_prices_and_pays_nothing() {
        caller.topUp(ada, "50.00", "USD");
        var order = new JsonObject()
                .put("to", blaise)
                .put("amount", "100.00")
                .put("currency", "EUR")
                .put("preview", true);

        var preview = caller.post(ada, "/process", order).require(200).body();

        assertThat(preview.getJsonObject("target").getString("amount")).isEqualTo("100.00");
        assertThat(preview.getJsonObject("limits").getJsonObject("available").getString("amount"))
                .isEqualTo("50.00");
        assertThat(preview.getBoolean("affordable")).isFalse();
        assertThat(amounts("/payments")).containsExactly("50.00");
    }

    @Test
    void money_is_withdrawn_to_the_bank() {
        caller.topUp(ada, "50.00", "USD");

        var withdrawn = caller.post(ada, "/withdrawals", amount("20.00", "USD")).require(201);

        assertThat(withdrawn.body().getString("kind")).isEqualTo("WITHDRAWAL");
        assertThat(caller.balance(ada, "wallet", "USD")).isEqualTo("30.00/30.00");
        assertThat(caller.post(ada, "/withdrawals", amount("30.01", "USD")).code())
                .isEqualTo("insufficient_funds");
    }

    @Test
    void a_timeline_tells_every_step_with_its_postings() {
        caller.topUp(ada, "100.00", "USD");
        var held = hold("60.00", "USD", 3600);
        caller.post(blaise, path(held, "capture"), new JsonObject()).require(200);
        refund(held, "10.00", "r-1").require(201);

        var steps = caller.get(ada, path(held, "timeline")).require(200).body().getJsonArray("steps");

        assertThat(steps.stream().map(step -> ((JsonObject) step).getString("name")))
                .containsExactly("created", "planned", "reserved", "completed", "refund_created", "refund_completed");
        assertThat(steps.stream().map(JsonObject.class::cast).filter(step -> !step.getJsonArray("transfer_ids")
                        .isEmpty()))
                .hasSize(3)
                .allSatisfy(step -> assertThat(step.getString("posting_id")).isNotNull());
    }

    @Test
    void a_list_shows_what_is_asked_for() {
        caller.topUp(ada, "100.00", "USD");
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
        assertThat(caller.get(ada, "/payments?min_amount=1").code()).isEqualTo("unknown_currency");
        assertThat(caller.get(ada, "/payments?status=DONE").code()).isEqualTo("invalid_request");
        assertThat(caller.get(ada, "/payments?from=yesterday").code()).isEqualTo("invalid_request");
        assertThat(caller.get(ada, "/payments?expand=all").code()).isEqualTo("invalid_request");
        var csv = caller.getCsv(ada, "/payments?limit=2");
        assertThat(csv.text().lines()).hasSize(3);
        assertThat(csv.text()).contains("'=cake");
        assertThat(csv.link().orElse("")).contains("rel=\"next\"");
        assertThat(caller.get(ada, "/payments?reference=tea")
                        .body()
                        .getJsonArray("payments")
                        .getJsonObject(0)
                        .getJsonObject("metadata"))
                .isEqualTo(new JsonObject().put("order", "7"));
    }

    private List<String> amounts(String path) {
        return caller.get(ada, path).require(200).body().getJsonArray("payments").stream()
                .map(payment -> ((JsonObject) payment).getString("amount"))
                .toList();
    }

    private PaymentClient.Answer pay(String amount, String currency, JsonObject terms) {
        var order = terms.copy().put("to", blaise).put("amount", amount).put("currency", currency);
        return caller.post(ada, "/process", order).require(201);
    }

    private PaymentClient.Answer hold(String amount, String currency, int seconds) {
        return pay(amount, currency, new JsonObject().put("capture", "later").put("expires_in", seconds));
    }

    private PaymentClient.Answer refund(PaymentClient.Answer paid, String amount, String key) {
        return caller.post(blaise, path(paid, "refunds"), key, amount(amount, "USD"));
    }

    private String statusOnceNot(String status, String id) {
        String now = status;
        for (int looks = 0; looks < 300 && now.equals(status); looks++) {
            services.clients().timer(100, TimeUnit.MILLISECONDS).await();
            now = caller.get(ada, "/payments/" + id).body().getString("status");
        }
        return now;
    }

    private static JsonObject amount(String amount, String currency) {
        return new JsonObject().put("amount", amount).put("currency", currency);
    }

    private static String path(PaymentClient.Answer payment, String what) {
        return "/payments/" + payment.id() + "/" + what;
    }

    private static String stranger() {
        return UUID.randomUUID().toString();
    }
}
