package dev.corridor.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.kit.value.Sha256Digest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries by GET, by the hash alone, and those that an operator trusts. */
class PersistedQueriesIT {
    private static final String RATES = "{ rates(symbols: [\"USD\"]) { rates { rate } } }";
    private static final String GRAPHQL = "application/graphql-response+json";

    private static StandInServices services;
    private static RunningGateway gateway;

    @TempDir
    private Path folder;

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

    @Test
    void a_client_registers_a_query_once_and_sends_its_hash_from_then_on() {
        String query = "{ user { id } }";

        var unknown = gateway.request(apollo(null, hash(query)))
                .send()
                .assertStatus(200)
                .json();
        var registered = gateway.request(apollo(query, hash(query)))
                .send()
                .assertStatus(200)
                .json();
        var known = gateway.request(apollo(null, hash(query)))
                .send()
                .assertStatus(200)
                .json();

        assertThat(firstError(unknown).getString("message")).isEqualTo("PersistedQueryNotFound");
        assertThat(code(unknown)).isEqualTo("persisted_query_not_found");
        assertThat(unknown.containsKey("data")).isFalse();
        assertThat(registered.getJsonObject("data")).isNotNull();
        assertThat(known.getJsonObject("data")).isEqualTo(registered.getJsonObject("data"));
    }

    @Test
    void the_document_id_of_the_specification_names_a_registered_query() {
        String query = "{ user { username } }";
        gateway.request(apollo(query, hash(query))).send().assertStatus(200);

        var response = gateway.request(new JsonObject()
                        .put("documentId", "sha256:" + hash(query))
                        .encode())
                .send()
                .assertStatus(200);

        assertThat(response.json().getJsonObject("data").getJsonObject("user").getString("username"))
                .isEqualTo("ada");
    }

    @Test
    void a_hash_of_another_query_registers_nothing() {
        String query = "{ user { email } }";
        String other = hash("{ user { id email } }");

        var refused = gateway.request(apollo(query, other)).send().json();
        var unknown = gateway.request(apollo(null, other)).send().json();

        assertThat(code(refused)).isEqualTo("persisted_query_mismatch");
        assertThat(code(unknown)).isEqualTo("persisted_query_not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"extensions\":{\"persistedQuery\":1}}",
                "{\"extensions\":{\"persistedQuery\":{\"version\":2,\"sha256Hash\":\"00\"}}}",
                "{\"extensions\":{\"persistedQuery\":{\"version\":1}}}",
                "{\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"zz\"}}}",
                "{\"extensions\":{}}",
                "{\"documentId\":\"1\"}",
                "{\"documentId\":\"sha256:\"}"
            })
    void a_malformed_hash_is_refused(String body) {
        gateway.request(body).send().assertProblem(400, "invalid_request");
    }

    @Test
    void a_query_by_get_may_be_kept_as_long_as_the_schema_allows() {
        var rates = gateway.getQuery(Map.of("query", RATES)).send().assertStatus(200);
        var user = gateway.getQuery(Map.of("query", "{ rates { asOf } user { id } }"))
                .send()
                .assertStatus(200);

        assertThat(rates.header("cache-control")).isEqualTo("private, max-age=60");
        assertThat(rates.header("vary")).isEqualTo("Authorization, Accept");
        assertThat(rates.json().getJsonObject("data").getJsonObject("rates")).isNotNull();
        assertThat(user.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void a_failed_query_is_not_kept() {
        var response = gateway.getQuery(Map.of("query", "{ rates(base: \"\", symbols: []) { asOf } }"))
                .send();

        assertThat(response.json().getJsonArray("errors")).isNotEmpty();
        assertThat(response.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void a_query_by_get_takes_variables_and_a_hash() {
        String query = "query ($symbols: [String!]) { rates(symbols: $symbols) { base } }";
        gateway.request(apollo(query, hash(query))).send().assertStatus(200);

        var response = gateway.getQuery(Map.of(
                        "variables",
                        "{\"symbols\":[\"USD\"]}",
                        "extensions",
                        persistedQuery(hash(query)).encode()))
                .send()
                .assertStatus(200);

        assertThat(response.json().containsKey("errors")).as(response.body()).isFalse();
    }

    @Test
    void a_mutation_by_get_is_refused_and_nothing_runs() {
        services.calls.clear();
        var response = gateway.getQuery(
                        Map.of("query", "mutation { pay(input: {amount: 1, currency: \"USD\"}) { payment { id } } }"))
                .send()
                .assertStatus(405);

        assertThat(response.header("allow")).isEqualTo("POST");
        assertThat(response.header("content-type")).isEqualTo(GRAPHQL);
        assertThat(code(response.json())).isEqualTo("mutation_over_get");
        assertThat(services.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{", "1", "{} {}"})
    void variables_that_are_no_json_object_are_refused(String variables) {
        var response = gateway.getQuery(Map.of("query", "{__typename}", "variables", variables))
                .send();

        response.assertProblem(400, "malformed_json");
        assertThat(response.json().getString("detail")).contains("variables");
    }

    @Test
    void only_trusted_queries_are_executed_where_the_operator_says_so() throws IOException {
        String trusted = "{ user { id } }";
        var only = Map.of("GRAPHQL_QUERIES", manifest(hash(trusted), trusted).toString(), "GRAPHQL_QUERIES_ONLY", "on");
        try (var strict = new RunningGateway(services.address(), only)) {
            assertThat(strict.query(trusted).getJsonObject("data")).isNotNull();
            assertThat(strict.request(apollo(null, hash(trusted))).send().json().getJsonObject("data"))
                    .isNotNull();
            assertThat(code(strict.query(RATES))).isEqualTo("query_not_trusted");
            assertThat(code(strict.request(apollo(RATES, hash(RATES))).send().json()))
                    .isEqualTo("query_not_trusted");
            assertThat(code(strict.request(apollo(null, hash(RATES))).send().json()))
                    .isEqualTo("query_not_trusted");
        }
    }

    @Test
    void a_manifest_whose_hash_is_wrong_stops_the_start() throws IOException {
        var wrong = Map.of(
                "GRAPHQL_QUERIES", manifest(hash(RATES), "{ user { id } }").toString());

        assertThatThrownBy(() -> new RunningGateway(services.address(), wrong).close())
                .hasMessageContaining("SHA-256");
    }

    @Test
    void the_schema_is_not_told_by_queries_where_introspection_is_off() {
        try (var closed = new RunningGateway(services.address(), Map.of("GRAPHQL_INTROSPECTION", "off"))) {
            var response = closed.query("{ __schema { queryType { name } } }");

            assertThat(response.getJsonArray("errors")).isNotEmpty();
            assertThat(response.encode()).doesNotContain("\"queryType\"");
            assertThat(closed.query("{ __typename }").getJsonObject("data")).isNotNull();
        }
    }

    private Path manifest(String hash, String query) throws IOException {
        var operation = new JsonObject()
                .put("id", hash)
                .put("name", "Q")
                .put("type", "query")
                .put("body", query);
        var manifest = new JsonObject()
                .put("format", "apollo-persisted-query-manifest")
                .put("version", 1)
                .put("operations", new JsonArray().add(operation));
        return Files.writeString(folder.resolve("queries.json"), manifest.encode());
    }

    private static String apollo(String query, String hash) {
        var request = new JsonObject().put("extensions", persistedQuery(hash));
        return query == null ? request.encode() : request.put("query", query).encode();
    }

    private static JsonObject persistedQuery(String hash) {
        return new JsonObject()
                .put("persistedQuery", new JsonObject().put("version", 1).put("sha256Hash", hash));
    }

    private static String hash(String query) {
        return HexFormat.of().formatHex(Sha256Digest.of(query));
    }

    private static String code(JsonObject response) {
        return firstError(response).getJsonObject("extensions").getString("code");
    }

    private static JsonObject firstError(JsonObject response) {
        return response.getJsonArray("errors").getJsonObject(0);
    }
}
