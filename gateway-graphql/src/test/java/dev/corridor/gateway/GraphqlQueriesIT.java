package dev.corridor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.gateway.StandInServices.Call;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of queries and mutations, and the calls that they make to the services. */
class GraphqlQueriesIT {
    private static StandInServices services;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        services = new StandInServices();
        gateway = new RunningGateway(services.address());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        services.close();
    }

    @BeforeEach
    void clearCalls() {
        services.calls.clear();
        services.payments.clear();
    }

    @Test
    void the_dashboard_calls_three_services_at_the_same_time() {
        services.answerAfterCalls(3);

        var data = data(
                gateway.query(
                        "{ userDashboard(userId: \"me\") { user { id username email } recentPayments { id amount status } balance } }"));

        var dashboard = data.getJsonObject("userDashboard");
        assertThat(dashboard.getJsonObject("user"))
                .isEqualTo(
                        new JsonObject().put("id", "ada").put("username", "ada").put("email", "ada@example.com"));
        assertThat(dashboard.getJsonArray("recentPayments")).hasSize(10);
        assertThat(dashboard.getJsonArray("recentPayments").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("id", "payment-0")
                        .put("amount", "100.00")
                        .put("status", "COMPLETED"));
        assertThat(dashboard.getString("balance")).isEqualTo("10000.00");
        assertThat(services.calls)
                .extracting(Call::method)
                .containsExactlyInAnyOrder("GetUser", "ListPayments", "ListAccounts");
    }

    @Test
    void only_the_services_that_the_selection_needs_are_called() {
        gateway.query("{ userDashboard(userId: \"ada\") { balances { amount } again: balances { currency } } }");

        assertThat(services.calls).extracting(Call::method).containsExactly("ListAccounts");
    }

    @Test
    void calls_carry_the_callers_token_and_correlation_id() {
        gateway.request("{\"query\":\"{ user { id } payments { nextCursor } }\"}")
                .header("x-correlation-id", "from-the-client")
                .send();

        assertThat(services.calls).hasSize(2).allSatisfy(call -> {
            assertThat(call.authorization()).startsWith("Bearer ey");
            assertThat(call.correlationId()).isEqualTo("from-the-client");
        });
    }

    @Test
    void every_field_of_a_payment_comes_from_the_payment() {
        var payment = data(gateway.query(
                        "{ payment(id: \"p-1\") { id kind status amount currency source { amount currency }"
                                + " rate payer payee reference failureCode createdAt } }"))
                .getJsonObject("payment");

        assertThat(payment)
                .isEqualTo(new JsonObject()
                        .put("id", "p-1")
                        .put("kind", "PAYMENT")
                        .put("status", "COMPLETED")
                        .put("amount", "100.00")
                        .put("currency", "EUR")
                        .put("source", new JsonObject().put("amount", "108.70").put("currency", "USD"))
                        .put("rate", "0.92")
                        .put("payer", "ada")
                        .put("payee", "house")
                        .putNull("reference")
                        .putNull("failureCode")
                        .put("createdAt", "2026-01-01T12:00:00Z"));
    }

    @Test
    void every_field_of_a_user_an_account_and_a_rate_is_answered() {
        var data = data(gateway.query("{ user(id: \"me\") { fullName homeCurrency verification permissions }"
                + " accounts { id code currency balance openedAt } rates(symbols: [\"USD\"]) { base asOf provider rates { symbol rate } }"
                + " currencies { code name digits } payments(limit: 1) { payments { id } nextCursor } }"));

        assertThat(data.getJsonObject("user"))
                .isEqualTo(new JsonObject()
                        .put("fullName", "Ada Lovelace")
                        .put("homeCurrency", "USD")
                        .put("verification", "VERIFIED")
                        .put("permissions", JsonArray.of("PAY", "RECEIVE")));
        assertThat(data.getJsonArray("accounts").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("id", "fees-USD")
                        .put("code", "fees")
                        .put("currency", "USD")
                        .put("balance", "7.00")
                        .put("openedAt", "2026-01-01T12:00:00Z"));
        assertThat(data.getJsonObject("rates").getJsonArray("rates"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject().put("symbol", "GBP").put("rate", "0.8543"))
                        .add(new JsonObject().put("symbol", "USD").put("rate", "1.0871")));
        assertThat(data.getJsonObject("rates").getString("base")).isEqualTo("EUR");
        assertThat(data.getJsonArray("currencies")).isEmpty();
        assertThat(data.getJsonObject("payments").getString("nextCursor")).isEqualTo("more");
    }

    @Test
    void a_payment_is_made_with_an_exact_amount() {
        var variables = new JsonObject()
                .put(
                        "input",
                        new JsonObject()
                                .put("amount", 100.5)
                                .put("currency", "USD")
                                .put("reference", "lunch")
                                .put("idempotencyKey", "key-1"));
        var payment = data(gateway.query(
                        "mutation ($input: PayInput!) { pay(input: $input) { payment { id amount reference source { amount } } } }",
                        variables))
                .getJsonObject("pay")
                .getJsonObject("payment");

        assertThat(payment)
                .isEqualTo(new JsonObject()
                        .put("id", "paid-1")
                        .put("amount", "100.50")
                        .put("reference", "lunch")
                        .putNull("source"));
    }

    @Test
    void two_payments_of_one_mutation_are_two_payments() {
        String pay = "pay(input: {amount: 1, currency: \"JPY\"}) { payment { id } }";
        gateway.query("mutation { a: " + pay + " b: " + pay + " }");

        assertThat(services.calls).extracting(Call::method).containsExactly("Process", "Process");
    }

    @Test
    void a_failed_payment_is_an_error_with_the_services_code_and_the_payments_id() {
        var response = gateway.query("mutation { pay(input: {amount: \"5\", currency: \"USD\", reference: \""
                + StandInServices.REFUSED_REFERENCE + "\"}) { payment { id } } }");

        var error = response.getJsonArray("errors").getJsonObject(0);
        assertThat(error.getString("message")).isEqualTo("The wallet holds too little.");
        assertThat(error.getJsonArray("path")).containsExactly("pay");
        assertThat(error.getJsonObject("extensions").getMap())
                .containsEntry("code", "insufficient_funds")
                .containsEntry(
                        "advice",
                        "Top up, or pay from another wallet by fromCurrency; read the payment by its paymentId.")
                .containsEntry("paymentId", "refused-1")
                .containsKey("correlationId");
        assertThat(response.getJsonObject("data").getValue("pay")).isNull();
    }

    @Test
    void the_header_is_the_key_of_the_only_mutation() {
        data(withKey("k-1", "mutation { " + pay("") + " }"));
        data(withKey("k-1", "mutation { __typename " + pay("") + " ... @skip(if: true) { b: " + pay("") + " } }"));
        data(withKey("k-1", "mutation { " + pay("idempotencyKey: \"k-1\"") + " }"));
        data(withKey("k-1", "{ user { id } payments { nextCursor } }"));

        assertThat(services.payments).hasSize(3).allSatisfy(payment -> assertThat(payment.getIdempotencyKey())
                .isEqualTo("k-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mutation { a: %s b: %s }",
                "mutation { a: %s ... on Mutation { b: %s } }",
                "mutation { a: %s ...B } fragment B on Mutation { b: %s }",
                "query A { __typename } mutation B { a: %s b: %s }"
            })
    void the_header_with_several_mutations_is_refused_before_any_of_them_runs(String operation) {
        var own = "idempotencyKey: \"k-2\"";
        var body = new JsonObject().put("query", operation.formatted(pay(own), pay("")));
        if (operation.startsWith("query")) {
            body.put("operationName", "B");
        }

        var response = gateway.request(body.encode())
                .header("idempotency-key", "k-1")
                .header("accept", "application/graphql-response+json")
                .send();

        response.assertStatus(400);
        assertThat(code(response.json())).isEqualTo("idempotency_key_ambiguous");
        assertThat(response.json().containsKey("data")).isFalse();
        assertThat(services.payments).isEmpty();
    }

    @Test
    void a_header_that_contradicts_the_mutations_own_key_is_refused() {
        var response = withKey("k-1", "mutation { " + pay("idempotencyKey: \"k-2\"") + " }");

        assertThat(code(response)).isEqualTo("idempotency_key_ambiguous");
        assertThat(services.payments).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"to", "fromCurrency", "quoteId", "idempotencyKey"})
    void an_empty_text_reaches_the_payment_service_as_empty_and_not_as_left_out(String field) {
        gateway.query("mutation { " + pay(field + ": \"\"") + " }");

        var snakeCase = field.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        var sent = services.payments.get(0);
        assertThat(sent.hasField(sent.getDescriptorForType().findFieldByName(snakeCase)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"payments(cursor: \"\") { nextCursor }", "rates(symbols: []) { base }"})
    void an_empty_argument_is_not_an_omitted_one(String field) {
        assertThat(code(gateway.query("{ " + field + " }"))).isEqualTo("invalid_request");
        assertThat(services.calls).isEmpty();
    }

    @Test
    void tools_that_ask_for_both_roots_at_once_are_answered() {
        data(gateway.query(
                "{ __schema { mutationType { fields { name } } queryType { fields { name type { name } } } } }"));
    }

    private static String pay(String more) {
        return "pay(input: {amount: 1, currency: \"JPY\" " + more + "}) { payment { id } }";
    }

    private static JsonObject withKey(String key, String query) {
        return gateway.request(new JsonObject().put("query", query).encode())
                .header("idempotency-key", key)
                .send()
                .assertStatus(200)
                .json();
    }

    private static String code(JsonObject response) {
        return response.getJsonArray("errors")
                .getJsonObject(0)
                .getJsonObject("extensions")
                .getString("code");
    }

    private static JsonObject data(JsonObject response) {
        assertThat(response.containsKey("errors")).as(response.encode()).isFalse();
        return response.getJsonObject("data");
    }
}
