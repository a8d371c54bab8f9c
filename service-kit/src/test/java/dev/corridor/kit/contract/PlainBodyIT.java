package dev.corridor.kit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.Ports;
import dev.corridor.kit.request.ExactJson;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies are shown both to the first sight and to the validator; the answer is what each says of them. */
class PlainBodyIT {
    private static final int RANDOM_BODIES = 1_000;
    private static final String[] MEMBERS = {"amount", "to", "note", "fix", "count", "quote", "other"};
    private static final Object[] VALUES = {
        "",
        "1",
        "-1e5",
        "abc",
        "abcd",
        "abcde",
        "\u00e9\u00e9\u00e9\u00e9",
        "\ud83d\ude00",
        "source",
        "null",
        null,
        0,
        1,
        1.5,
        true,
        new JsonObject()
    };
    private static final String[] KEYS = {"", "k", "12345678", "123456789", "1e5", "-1", "null", "a b", "{}"};

    private static Vertx vertx;
    private static HttpClient client;
    private static int port;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        client = vertx.createHttpClient();
        var contract = RestContract.load(vertx, "openapi/parameters.yaml").await();
        var order = contract.openApi().operation("order");
        var plain = PlainRequests.of(order).orElseThrow();
        var request = new RequestContract(vertx, contract, order);
        var router = Router.router(vertx);
        router.post("/orders")
                .handler(BodyHandler.create(false))
                .handler(context -> context.end(
                        plain.include(context, ExactJson.object(context.body().buffer())) + " "
                                + PlainRequestsIT.takes(request, context)));
        port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, Ports.LOOPBACK)
                .await()
                .actualPort();
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    @Test
    void what_has_all_that_is_needed_and_only_short_texts_is_right_at_first_sight() {
        assertThat(ask("application/json", "key_1", "{'amount': '5', 'to': 'ada', 'note': 'hi'}"))
                .isEqualTo("true true");
        assertThat(ask("application/json", null, "{'amount': '5', 'to': 'ada'}"))
                .isEqualTo("true true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'amount': 5, 'to': 'ada'}",
                "{'amount': '5', 'to': 'ada', 'note': null}",
                "{'amount': '5', 'to': 'ada', 'fix': 'source'}",
                "{'amount': '5', 'to': 'ada', 'count': 1}"
            })
    void anything_else_is_left_to_the_validator(String body) {
        assertThat(ask("application/json", null, body)).isEqualTo("false true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'to': 'ada'}",
                "{'amount': '5', 'to': 'lovelace'}",
                "{'amount': '5', 'to': 'ada', 'note': 'hello'}",
                "{'amount': '5', 'to': 'ada', 'fix': 'neither'}",
                "{'amount': '5', 'to': 'ada', 'other': 'x'}"
            })
    void what_the_validator_refuses_is_not_right_at_first_sight(String body) {
        assertThat(ask("application/json", null, body)).isEqualTo("false false");
    }

    @Test
    void neither_is_what_comes_as_something_else_or_under_a_key_too_long() {
        String body = "{'amount': '5', 'to': 'ada'}";

        assertThat(ask("text/plain", null, body)).isEqualTo("false false");
        assertThat(ask("application/json", "123456789", body)).isEqualTo("false false");
    }

    @Test
    void nothing_right_at_first_sight_is_refused_by_the_validator() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < RANDOM_BODIES; i++) {
            var body = new JsonObject().put("amount", "5").put("to", "ada");
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                body.put(MEMBERS[random.nextInt(MEMBERS.length)], VALUES[random.nextInt(VALUES.length)]);
            }
            String key = KEYS[random.nextInt(KEYS.length)];
            assertThat(ask("application/json", key, body.encode()))
                    .as("%s, key %s, seed %d", body.encode(), key, seed)
                    .isNotEqualTo("true false");
        }
    }

    /** @param body with ' for " */
    private static String ask(String contentType, String key, String body) {
        return client.request(HttpMethod.POST, port, Ports.LOOPBACK, "/orders")
                .compose(request -> {
                    request.putHeader("content-type", contentType);
                    if (key != null) {
                        request.putHeader("idempotency-key", key);
                    }
                    return request.send(body.replace('\'', '"')).compose(answer -> answer.body());
                })
                .map(Object::toString)
                .await();
    }
}
