package dev.corridor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.Ports;
import graphql.introspection.IntrospectionQuery;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door does with requests that no service needs to see, and when no service can be seen. */
class GraphqlDoorIT {
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
    void without_a_token_there_is_no_graph() throws Exception {
        assertProblem(401, "unauthenticated", gateway.send(gateway.anonymous("{\"query\":\"{__typename}\"}")));
    }

    @Test
    void a_forged_token_is_refused() throws Exception {
        var request = gateway.anonymous("{\"query\":\"{__typename}\"}")
                .header("authorization", "Bearer " + forged(gateway.tokenOf("ada")));

        assertProblem(401, "unauthenticated", gateway.send(request));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "[{\"query\":\"{__typename}\"}]", "\"{__typename}\"", "{\"query\":\"\\u0000\"}"})
    void what_is_not_one_json_object_is_refused(String body) throws Exception {
        var response = gateway.send(gateway.request(body));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
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
    void a_body_that_breaks_the_contract_is_refused(String body) throws Exception {
        assertProblem(400, "invalid_request", gateway.send(gateway.request(body)));
    }

    @Test
    void another_media_type_is_refused() throws Exception {
        var request = gateway.request("<query/>").setHeader("content-type", "text/xml");

        assertThat(gateway.send(request).statusCode()).isBetween(400, 415);
    }

    @Test
    void get_is_not_served() throws Exception {
        assertProblem(405, "method_not_allowed", gateway.get("/graphql?query=%7B__typename%7D"));
    }

    @Test
    void a_body_beyond_64_kib_is_refused() throws Exception {
        var body = new JsonObject().put("query", "{__typename}" + " ".repeat(70_000));

        assertProblem(413, "payload_too_large", gateway.send(gateway.request(body.encode())));
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
    void a_query_that_breaks_the_schema_is_told_so(String query) throws Exception {
        var response = gateway.query(query);

        assertError("graphql_invalid", response);
        assertThat(response.containsKey("data")).isFalse();
    }

    @Test
    void clients_that_know_graphql_over_http_get_a_status_that_tells() throws Exception {
        var request = gateway.request("{\"query\":\"{ nobody }\"}")
                .header("accept", "application/graphql-response+json, application/json;q=0.9");
        var response = gateway.send(request);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/graphql-response+json");
        assertError("graphql_invalid", new JsonObject(response.body()));
    }

    @Test
    void a_query_too_deep_is_refused() throws Exception {
        String nested = "fields { type { ".repeat(9) + "name" + " } }".repeat(9);

        assertError("graphql_too_complex", gateway.query("{ __type(name: \"Query\") { " + nested + " } }"));
    }

    @Test
    void a_query_that_costs_too_much_is_refused() throws Exception {
        assertError("graphql_too_complex", gateway.query(aliases(60, "payments(limit: %d) { nextCursor }")));
    }

    @Test
    void a_limit_from_the_variables_counts_too() throws Exception {
        String page =
                "payments(limit: $limit) { payments { id status amount source { amount currency } payer payee } }";
        var response = gateway.query(
                "query ($limit: Int!) { a: " + page + " b: " + page + " c: " + page + " d: " + page + " e: " + page
                        + " }",
                new JsonObject().put("limit", Integer.MAX_VALUE));

        assertError("graphql_too_complex", response);
    }

    @Test
    void a_query_of_too_many_words_is_refused() throws Exception {
        assertError("graphql_invalid", gateway.query(aliases(1_000, "currencies { code } # %d")));
    }

    @Test
    void fragments_that_multiply_end_in_an_answer() throws Exception {
        String bomb = IntStream.range(0, 60)
                .mapToObj(i -> "fragment F%d on Query { ...F%d ...F%d }".formatted(i, i + 1, i + 1))
                .collect(Collectors.joining("\n"));

        var response = gateway.query(bomb + " fragment F60 on Query { __typename } { ...F0 }");

        assertThat(response.fieldNames()).isNotEmpty();
    }

    @Test
    void the_usual_introspection_query_is_answered() throws Exception {
        var response = gateway.query(IntrospectionQuery.INTROSPECTION_QUERY);

        assertThat(response.containsKey("errors")).isFalse();
    }

    @Test
    void the_schema_is_served_as_a_file() throws Exception {
        assertThat(gateway.get("/schema.graphqls").body()).contains("type UserDashboard");
    }

    @Test
    void services_out_of_reach_are_errors_at_their_fields() throws Exception {
        var response = gateway.query("{ userDashboard(userId: \"me\") { user { id } recentPayments { id } balance } }");

        assertThat(response.getJsonObject("data").getJsonObject("userDashboard").getMap())
                .containsEntry("user", null)
                .containsEntry("recentPayments", null)
                .containsEntry("balance", null);
        assertThat(response.getJsonArray("errors")).hasSize(3).allSatisfy(error -> {
            var extensions = ((JsonObject) error).getJsonObject("extensions");
            assertThat(extensions.getString("code")).isEqualTo("unavailable");
        });
    }

    @Test
    void somebody_elses_dashboard_is_like_nobodys() throws Exception {
        var response = gateway.query("{ userDashboard(userId: \"blaise\") { balance } }");

        assertError("not_found", response);
        assertThat(response.getJsonObject("data").getValue("userDashboard")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101, Integer.MAX_VALUE})
    void a_limit_out_of_range_is_refused(int limit) throws Exception {
        assertError("invalid_request", gateway.query("{ payments(limit: " + limit + ") { nextCursor } }"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "\"0.001\"", "99999999999999999999", "\"1e3000\""})
    void an_amount_that_money_cannot_be_is_refused(String amount) throws Exception {
        var response = gateway.query(
                "mutation { pay(input: {amount: " + amount + ", currency: \"USD\"}) { payment { id } } }");

        assertError("amount_invalid", response);
    }

    @Test
    void an_error_carries_the_correlation_id_of_its_request() throws Exception {
        var response = gateway.send(
                gateway.request("{\"query\":\"{ nobody }\"}").header("x-correlation-id", "from-the-client"));

        assertThat(response.headers().firstValue("x-correlation-id")).hasValue("from-the-client");
        assertThat(firstError(new JsonObject(response.body()))
                        .getJsonObject("extensions")
                        .getString("correlationId"))
                .isEqualTo("from-the-client");
    }

    private static String aliases(int count, String field) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "a" + i + ": " + field.formatted(i))
                .collect(Collectors.joining("\n", "{", "\n}"));
    }

    private static void assertProblem(int status, String code, HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code);
    }

    private static void assertError(String code, JsonObject response) {
        assertThat(firstError(response).getJsonObject("extensions").getString("code"))
                .as(response.encode())
                .isEqualTo(code);
    }

    private static JsonObject firstError(JsonObject response) {
        return response.getJsonArray("errors").getJsonObject(0);
    }

    /** The same claims under a signature that begins differently. */
    private static String forged(String token) {
        int signature = token.lastIndexOf('.') + 1;
        char other = token.charAt(signature) == 'A' ? 'B' : 'A';
        return token.substring(0, signature) + other + token.substring(signature + 1);
    }
}
