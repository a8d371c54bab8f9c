package dev.corridor.platform.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.corridor.kit.testing.HttpResult;
import dev.corridor.platform.home.ServiceName;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths through the edge: where responses lead to, and what is public. */
class EdgePathsIT {
    private static final Pattern LINK = Pattern.compile("<([^>]*)>; rel=\"next\"");

    private static RunningPlatform platform;
    private static String token;

    @BeforeAll
    static void start() {
        platform = RunningPlatform.shared();
        token = platform.tokenOf("ada");
    }

    @Test
    void the_location_of_what_was_created_leads_to_it() {
        var payment =
                platform.edge().post("/api/payment/1.0.0/process", token, "{\"amount\":\"3\",\"currency\":\"USD\"}");
        var quote = platform.edge()
                .post("/api/forex/1.0.0/quotes", token, "{\"from\":\"USD\",\"to\":\"EUR\",\"amount\":\"1\"}");

        assertThat(get(target("/api/payment/1.0.0/process", payment)).json().getString("id"))
                .isEqualTo(payment.json().getString("id"));
        assertThat(get(target("/api/forex/1.0.0/quotes", quote)).json().getString("id"))
                .isEqualTo(quote.json().getString("id"));
    }

    @Test
    void the_link_to_the_next_page_leads_there_and_asks_the_same_question() {
        for (String amount : List.of("1.01", "1.02")) {
            var paid = platform.edge()
                    .post(
                            "/api/payment/1.0.0/process",
                            token,
                            "{\"amount\":\"" + amount + "\",\"currency\":\"USD\",\"reference\":\"100% links\"}");
            paid.assertStatus(201);
        }
        String path = "/api/payment/1.0.0/payments?limit=1&reference=100%25%20links&currency=USD";

        var first = csv(path);
        var link = LINK.matcher(first.header("link"));

        assertThat(link.find()).as(first.header("link")).isTrue();
        var second = csv(URI.create(path).resolve(link.group(1)).toString());
        assertThat(first.body()).contains("1.02").doesNotContain("1.01");
        assertThat(second.body()).contains("1.01").doesNotContain("1.02");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/profile/1.0.0/openapi.yaml, openapi:",
        "/api/payment/1.0.0/openapi.yaml, openapi:",
        "/api/ledger/1.0.0/openapi.yaml, openapi:",
        "/api/forex/1.0.0/openapi.yaml, openapi:",
        "/api/forex/1.0.0/asyncapi.yaml, asyncapi:",
        "/graphql/1.0.0/schema.graphqls, type Query",
    })
    void descriptions_are_public(String path, String content) {
        var answer = get(path);

        answer.assertStatus(200);
        assertThat(answer.body()).contains(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/health/ready", "/health/live", "/version", "/ws/rates", "/graphiql"})
    void what_a_service_serves_to_its_operators_is_not_public(String path) {
        for (String api : List.of("/api/profile/1.0.0", "/api/forex/1.0.0")) {
            get(api + path).assertProblem(404, "not_found");
        }
        var graphql = get("/graphql/1.0.0" + path);
        graphql.assertStatus(404);
        assertThat(graphql.json().getJsonArray("errors")).hasSize(1);
    }

    @Test
    void each_server_of_the_asyncapi_document_opens_a_stream() throws IOException {
        var document = new ObjectMapper(new YAMLFactory())
                .readTree(get("/api/forex/1.0.0/asyncapi.yaml").body());
        String address = document.at("/channels/rates/address").asText();
        var ports = Map.of(
                "service",
                platform.ports().http(ServiceName.FOREX),
                "edge",
                platform.ports().edgeWebSocket());

        assertThat(document.get("servers").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(ports.keySet());
        // A variable, because Vert.x closes a client that becomes unreachable.
        var client = platform.vertx().createWebSocketClient();
        ports.forEach((server, port) -> {
            var options = new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(port)
                    .setURI(document.at("/servers/" + server + "/pathname").asText() + address);
            client.connect(options).await().close().await();
        });
        client.close().await();
    }

    private static HttpResult get(String path) {
        return platform.edge().get(path, token);
    }

    private static HttpResult csv(String path) {
        var answer = platform.edge()
                .request("GET", path)
                .token(token)
                .header("accept", "text/csv")
                .send();
        answer.assertStatus(200);
        return answer;
    }

    private static String target(String path, HttpResult answer) {
        answer.assertStatus(201);
        return URI.create(path).resolve(answer.header("location")).toString();
    }
}
