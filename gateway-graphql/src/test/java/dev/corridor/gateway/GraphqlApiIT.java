package dev.corridor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.Ports;
import graphql.introspection.IntrospectionQuery;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GraphQL over HTTP without any service behind it: contract, limits, and errors of services that do not answer. */
class GraphqlApiIT {
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new RunningGateway("127.0.0.1:" + Ports.free());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void a_request_without_a_token_is_refused() {
        gateway.anonymous("{\"query\":\"{__typename}\"}").send().assertProblem(401, "unauthenticated");
    }

    @Test
    void a_client_that_accepts_graphql_gets_every_refusal_as_graphql() {
        var noToken = gateway.anonymous("{\"query\":\"{__typename}\"}")
                .header("accept", "application/graphql-response+json")
                .send();
        var noJson = gateway.request("{")
                .header("accept", "application/graphql-response+json")
                .send();
        var noQuery = gateway.request("{}")
                .header("accept", "application/graphql-response+json, application/json;q=0.9")
                .send();

        for (var response : List.of(noToken, noJson, noQuery)) {
            assertThat(response.header("content-type")).isEqualTo("application/graphql-response+json");
            assertThat(response.json().getJsonArray("errors")).hasSize(1);
        }
        noToken.assertStatus(401);
        assertThat(noToken.header("www-authenticate")).isEqualTo("Bearer");
        var extensions = noToken.json().getJsonArray("errors").getJsonObject(0).getJsonObject("extensions");
        assertThat(extensions.getString("code")).isEqualTo("unauthenticated");
    }

    @Test
    void a_forged_token_is_refused() {
        gateway.anonymous("{\"query\":\"{__typename}\"}")
                .token(forged(gateway.tokenOf("ada")))
                .send()
                .assertProblem(401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "[{\"query\":\"{__typename}\"}]", "\"{__typename}\"", "{\"query\":\"\\u0000\"}"})
    void a_body_that_is_not_one_json_object_is_refused(String body) {
        var response = gateway.request(body).send();

        response.assertStatus(400);
        assertThat(response.header("content-type")).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"query\":1}",
                "{\"query\":\"\"}",
                "{\"query\":null}",
                "{\"query\":\"{__typename}\",\"variables\":[]}",
                "{\"query\":\"{__typename}\",\"operationName\":{}}"
            })
    void a_body_that_breaks_the_contract_is_refused(String body) {
        gateway.request(body).send().assertProblem(400, "invalid_request");
    }

    @Test
    void another_media_type_is_refused() {
        var response =
                gateway.request("<query/>").header("content-type", "text/xml").send();

        assertThat(response.status()).isBetween(400, 415);
    }

    @Test
    void a_method_that_graphql_does_not_have_is_refused() {
        gateway.delete("/graphql").assertProblem(405, "method_not_allowed");
    }

    @Test
    void a_body_beyond_64_kib_is_refused() {
        var body = new JsonObject().put("query", "{__typename}" + " ".repeat(70_000));

        gateway.request(body.encode()).send().assertProblem(413, "payload_too_large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "}",
                "{ nobody }",
                "{ userDashboard { balance } }",
                "{ userDashboard(userId: {}) { balance } }",
                "{ userDashboard(userId: \"me\") }",
                "query A { __typename } query B { __typename }",
                "query ($limit: Int!) { payments(limit: $limit) { nextCursor } }",
                "mutation { pay(input: {amount: true, currency: \"USD\"}) { payment { id } } }",
                "subscription { rates }",
                "fragment A on Query { ...A } { ...A }"
            })
    void a_query_that_breaks_the_schema_is_invalid(String query) {
        var response = gateway.query(query);

        assertError("graphql_invalid", response);
        assertThat(response.containsKey("data")).isFalse();
    }

    @Test
    void clients_that_accept_the_graphql_media_type_get_a_400() {
        var response = gateway.request("{\"query\":\"{ nobody }\"}")
                .header("accept", "application/graphql-response+json, application/json;q=0.9")
                .send();

        response.assertStatus(400);
        assertThat(response.header("content-type")).isEqualTo("application/graphql-response+json");
        assertError("graphql_invalid", response.json());
    }

    @Test
    void a_query_too_deep_is_refused() {
        String nested = "fields { type { ".repeat(9) + "name" + " } }".repeat(9);

        assertError("graphql_too_complex", gateway.query("{ __type(name: \"Query\") { " + nested + " } }"));
    }

    @Test
    void a_query_that_costs_too_much_is_refused() {
        assertError("graphql_too_complex", gateway.query(aliases(60, "payments(limit: %d) { nextCursor }")));
    }

    @Test
    void a_limit_from_the_variables_counts_too() {
        String page =
                "payments(limit: $limit) { payments { id status amount source { amount currency } payer payee } }";
        var response = gateway.query(
                "query ($limit: Int!) { a: " + page + " b: " + page + " c: " + page + " d: " + page + " e: " + page
                        + " }",
                new JsonObject().put("limit", Integer.MAX_VALUE));

        assertError("graphql_too_complex", response);
    }

    @Test
    void a_query_with_too_many_tokens_is_refused() {
        assertError("graphql_invalid", gateway.query(aliases(1_000, "currencies { code } # %d")));
    }

    @Test
    void exponential_fragments_are_answered() {
        String bomb = IntStream.range(0, 60)
                .mapToObj(i -> "fragment F%d on Query { ...F%d ...F%d }".formatted(i, i + 1, i + 1))
                .collect(Collectors.joining("\n"));

        var response = gateway.query(bomb + " fragment F60 on Query { __typename } { ...F0 }");

        assertThat(response.fieldNames()).isNotEmpty();
    }

    @Test
    void more_than_ten_mutations_are_refused_before_any_runs() {
        String pay = "a%d: pay(input: {amount: 1, currency: \"USD\"}) { payment { id } }";
        String mutations = IntStream.rangeClosed(1, 11).mapToObj(pay::formatted).collect(Collectors.joining(" "));

        var response = gateway.query("mutation { " + mutations + " }");

        assertError("graphql_too_complex", response);
        assertThat(firstError(response).getString("message")).contains("11 mutations", "10");
        assertThat(response.containsKey("data")).isFalse();
    }

    @Test
    void the_cost_stands_in_every_response_to_an_operation() {
        var executed = gateway.query("{ currencies { code } }");
        var refused = gateway.query(aliases(60, "payments(limit: %d) { nextCursor }"));

        assertThat(executed.getJsonObject("extensions").getJsonObject("cost"))
                .isEqualTo(new JsonObject()
                        .put("requested", 101)
                        .put("limit", 4_000)
                        .put("remaining", 3_899));
        var cost = refused.getJsonObject("extensions").getJsonObject("cost");
        assertThat(cost.getInteger("requested")).isGreaterThan(4_000);
        assertThat(cost.getInteger("remaining")).isZero();
    }

    @Test
    void the_standard_introspection_query_is_answered() {
        var response = gateway.query(IntrospectionQuery.INTROSPECTION_QUERY);

        assertThat(response.containsKey("errors")).isFalse();
    }

    @Test
    void the_schema_is_served_as_a_file() {
        assertThat(gateway.get("/schema.graphqls").body()).contains("type UserDashboard");
        assertThat(gateway.get("/graphql/schema.graphqls").body()).contains("type UserDashboard");
    }

    @Test
    void unreachable_services_are_errors_at_their_fields() {
        var response = gateway.query("{ userDashboard(userId: \"me\") { user { id } recentPayments { id } balance } }");

        assertThat(response.getJsonObject("data").getJsonObject("userDashboard").getMap())
                .containsEntry("user", null)
                .containsEntry("recentPayments", null)
                .containsEntry("balance", null);
        assertThat(response.getJsonArray("errors")).hasSize(3).allSatisfy(error -> {
            var extensions = ((JsonObject) error).getJsonObject("extensions");
            assertThat(extensions.getString("code")).isEqualTo("unavailable");
            assertThat(extensions.getInteger("retryAfter")).isEqualTo(1);
            assertThat(extensions.getString("advice"))
                    .contains("retryAfter", "idempotencyKey")
                    .doesNotContain("-");
        });
    }

    @Test
    void another_users_dashboard_is_not_found() {
        var response = gateway.query("{ userDashboard(userId: \"blaise\") { balance } }");

        assertError("not_found", response);
        assertThat(response.getJsonObject("data").getValue("userDashboard")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101, Integer.MAX_VALUE})
    void a_limit_out_of_range_is_refused(int limit) {
        assertError("invalid_request", gateway.query("{ payments(limit: " + limit + ") { nextCursor } }"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "\"0.001\"", "99999999999999999999", "\"1e3000\""})
    void an_invalid_amount_is_refused(String amount) {
        var response = gateway.query(
                "mutation { pay(input: {amount: " + amount + ", currency: \"USD\"}) { payment { id } } }");

        assertError("amount_invalid", response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "true", "1e3", "[]"})
    void an_id_is_a_string_or_a_whole_number(String id) {
        var response = gateway.query("{ payment(id: " + id + ") { id } }");

        assertThat(firstError(response).getString("message"))
                .as(response.encode())
                .contains("id");
        assertThat(response.getJsonObject("data")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\u0085", "\\uffff", "\\n"})
    void a_text_that_some_transport_cannot_carry_is_refused(String character) {
        var response = gateway.query("mutation { pay(input: {amount: 1, currency: \"USD\", reference: \"a" + character
                + "b\"}) { payment { id } } }");

        assertThat(firstError(response).getJsonObject("extensions").getString("code"))
                .as(response.encode())
                .isNotEqualTo("internal");
        assertThat(response.encode()).doesNotContain("\"payment\":{");
    }

    @Test
    void an_error_carries_the_correlation_id_of_its_request() {
        var response = gateway.request("{\"query\":\"{ nobody }\"}")
                .header("x-correlation-id", "from-the-client")
                .send();

        assertThat(response.header("x-correlation-id")).isEqualTo("from-the-client");
        assertThat(firstError(response.json()).getJsonObject("extensions").getString("correlationId"))
                .isEqualTo("from-the-client");
    }

    private static String aliases(int count, String field) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "a" + i + ": " + field.formatted(i))
                .collect(Collectors.joining("\n", "{", "\n}"));
    }

    private static void assertError(String code, JsonObject response) {
        assertThat(firstError(response).getJsonObject("extensions").getString("code"))
                .as(response.encode())
                .isEqualTo(code);
    }

    private static JsonObject firstError(JsonObject response) {
        return response.getJsonArray("errors").getJsonObject(0);
    }

    /** A token with the same claims and a wrong signature. */
    private static String forged(String token) {
        int signature = token.lastIndexOf('.') + 1;
        char other = token.charAt(signature) == 'A' ? 'B' : 'A';
        return token.substring(0, signature) + other + token.substring(signature + 1);
    }
}
