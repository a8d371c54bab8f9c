package dev.corridor.kit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.corridor.embedded.Ports;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.ExactJson;
import dev.corridor.kit.request.RequestMediaType;
import dev.corridor.kit.request.RequestParameters;
import dev.corridor.kit.testing.HttpCaller;
import dev.corridor.kit.testing.RawHttp;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.RequestUtils;
import io.vertx.openapi.validation.RequestValidator;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests are checked by the contract and by Vert.x's own validator; the server responds with both verdicts. */
class RequestContractIT {
    private static final int RANDOM_REQUESTS = 500;
    private static final String[] PIECES = {
        "a", "Z", "0", "9", "_", "-", "e", "E", ".", "+", "~", "%41", "%2D", "%c3%a9", ":", ",", ";", "null", "true",
        "1e5", "%22"
    };
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

    private static Vertx vertx;
    private static RestContract contract;
    private static RequestValidator validator;
    private static int port;

    private record Verdicts(boolean contract, boolean vertx) {}

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        contract = RestContract.load(vertx, "openapi/parameters.yaml").await();
        validator = RequestValidator.create(vertx, contract.openApi());
        var router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false));
        router.get("/texts/:text").handler(check("lengths"));
        router.get("/patterns/:text").handler(check("pattern"));
        router.get("/choices/:text").handler(check("choice"));
        router.get("/references/:text").handler(check("reference"));
        router.get("/numbers/:number").handler(check("number"));
        router.get("/needs/:text").handler(check("neededQuery"));
        router.get("/cookies").handler(check("cookie"));
        router.get("/tagged").handler(check("listParameter"));
        router.get("/found").handler(check("anyText"));
        router.post("/bodies").handler(check("body"));
        router.post("/orders").handler(check("order"));
        router.route()
                .failureHandler(context -> context.response().setStatusCode(400).end("unroutable"));
        port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, Ports.LOOPBACK)
                .await()
                .actualPort();
    }

    private static Handler<RoutingContext> check(String operationId) {
        Operation operation = contract.openApi().operation(operationId);
        var request = new RequestContract(contract, operation);
        return context -> byVertx(context, operation)
                .onSuccess(accepted -> context.json(new JsonObject()
                        .put("contract", byContract(request, context))
                        .put("vertx", accepted)));
    }

    private static boolean byContract(RequestContract request, RoutingContext context) {
        try {
            var body = context.body().buffer();
            boolean hasBody = body != null && body.length() > 0;
            request.requireParameters(RequestParameters.of(context));
            if (hasBody) {
                request.requireMediaType(RequestMediaType.of(context.request().getHeader("content-type")));
            }
            request.requireBody(hasBody ? ExactJson.object(body) : new JsonObject(), hasBody);
            return true;
        } catch (Problem refused) {
            return false;
        }
    }

    private static Future<Boolean> byVertx(RoutingContext context, Operation operation) {
        // Vert.x throws for some requests, such as one with a header "100%".
        return Future.succeededFuture(context.request())
                .compose(http -> RequestUtils.extract(
                        http,
                        operation,
                        () -> Future.succeededFuture(context.body().buffer())))
                .compose(request -> validator.validate(request, operation.getOperationId()))
                .map(true)
                .otherwise(false);
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/texts/me",
                "/texts/42",
                "/texts/null",
                "/texts/019aac3e-6f00-7000-8000-00000000000e",
                "/texts/me?limit=1",
                "/texts/me?limit=100",
                "/patterns/abc",
                "/choices/two",
                "/references/ab",
                "/numbers/-7",
                "/needs/x?limit=5",
                "/cookies"
            })
    void a_request_that_satisfies_the_contract_is_accepted(String target) throws IOException {
        assertThat(get(target)).isEqualTo(new Verdicts(true, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/texts/a",
                "/texts/1234567890123456789012345678901234567",
                "/texts/me?limit=0",
                "/texts/me?limit=101",
                "/texts/me?limit=ten",
                "/texts/me?limit=",
                "/patterns/a1",
                "/choices/three",
                "/references/abc",
                "/numbers/x",
                "/numbers/1.5",
                "/needs/x",
                "/needs/x?limit=x"
            })
    void any_other_request_is_refused(String target) throws IOException {
        assertThat(get(target)).isEqualTo(new Verdicts(false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/texts/-1", "/texts/1e-5", "/texts/1.5"})
    void a_text_that_looks_like_a_number_is_a_text(String target) throws IOException {
        assertThat(get(target).contract()).isTrue();
    }

    @Test
    void a_control_character_is_refused() throws IOException {
        assertThat(get("/texts/a%00b").contract()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"X-Mode: fast, true", "X-Mode: other, false"})
    void a_header_is_checked(String header, boolean accepted) throws IOException {
        assertThat(ask("GET /texts/me HTTP/1.1\r\n" + header).contract()).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({"mode=fast, true", "mode=faster, false"})
    void a_cookie_is_checked(String cookie, boolean accepted) throws IOException {
        assertThat(ask("GET /cookies HTTP/1.1\r\ncookie: " + cookie).contract()).isEqualTo(accepted);
    }

    @Test
    void a_body_must_be_there_when_the_contract_requires_it() throws IOException {
        assertThat(ask("POST /orders HTTP/1.1").contract()).isFalse();
        assertThat(ask("POST /bodies HTTP/1.1").contract()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"application/json, true", "application/json; charset=utf-8, true", "text/plain, false"})
    void a_body_must_be_json(String type, boolean accepted) {
        var result = HttpCaller.onPort(port)
                .request("POST", "/orders")
                .body(type, "{\"amount\":1,\"to\":\"ada\"}")
                .send();

        assertThat(verdicts(result.json()).contract()).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/texts/me?other=x",
                "/texts/me?Limit=5",
                "/texts/me?limit=1&limit=1",
                "/texts/me?limit=1;other=2"
            })
    void a_query_parameter_that_is_unknown_or_repeated_is_refused(String target) throws IOException {
        assertThat(get(target).contract()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/tagged?tags=a, true",
        "/tagged?tags=a&tags=b, true",
        "'/tagged?tags=a,b', true",
        "'/tagged?tags=a,b&tags=c', true",
        "'/tagged?tags=a,b,c,d', false",
        "'/tagged?tags=a,,b', false",
        "/tagged?tags=, false"
    })
    void a_list_may_be_written_in_both_ways(String target, boolean accepted) throws IOException {
        assertThat(get(target).contract()).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100%", "-1", "null", "%41", "1e5", "\"a\"", "a+b"})
    void a_header_is_not_decoded(String key) throws IOException {
        var response = RawHttp.send(
                port,
                "POST /orders HTTP/1.1\r\ncontent-type: application/json\r\nidempotency-key: " + key,
                "{\"amount\":1,\"to\":\"ada\"}");

        assertThat(verdicts(new JsonObject(response.body())).contract()).isTrue();
    }

    @Test
    void a_header_that_is_no_list_is_given_once() throws IOException {
        assertThat(ask("GET /texts/me HTTP/1.1\r\nx-mode: fast\r\nx-mode: slow").contract())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"100%25%20off", "50%25", "a%2Bb", "a;b", "%25zz", "true"})
    void a_query_parameter_is_decoded_once(String text) throws IOException {
        assertThat(get("/found?text=" + text).contract()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%zz", "%C3", "%FF%FE"})
    void a_query_string_that_cannot_be_decoded_is_refused(String text) throws IOException {
        assertThat(get("/found?text=" + text).contract()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/texts/me?limit=1e1", "/texts/me?limit=10.0"})
    void a_whole_number_may_be_written_in_any_way(String target) throws IOException {
        assertThat(get(target).contract()).isTrue();
    }

    @Test
    void a_parameter_that_is_an_object_is_refused_at_start() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new RequestContract(contract, contract.openApi().operation("objectParameter")))
                .withMessageContaining("filter");
    }

    @Test
    void nothing_that_vertx_accepts_is_refused() throws IOException {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < RANDOM_REQUESTS; i++) {
            String target = "/texts/" + text(random);
            assertThat(get(target)).as("%s, seed %d", target, seed).isNotEqualTo(new Verdicts(false, true));
        }
    }

    @Test
    void bodies_are_accepted_and_refused_as_vertx_does() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var http = HttpCaller.onPort(port);
        for (int i = 0; i < RANDOM_REQUESTS; i++) {
            var body = body(random);
            var verdicts = verdicts(http.post("/orders", "", body).json());
            assertThat(verdicts.contract()).as("%s, seed %d", body, seed).isEqualTo(verdicts.vertx());
        }
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        int pieces = 1 + random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static JsonObject body(Random random) {
        var body = new JsonObject();
        if (random.nextInt(4) > 0) {
            body.put("amount", "1").put("to", "ada");
        }
        int members = random.nextInt(4);
        for (int i = 0; i < members; i++) {
            body.put(MEMBERS[random.nextInt(MEMBERS.length)], VALUES[random.nextInt(VALUES.length)]);
        }
        return body;
    }

    private static Verdicts get(String target) throws IOException {
        return ask("GET " + target + " HTTP/1.1");
    }

    private static Verdicts ask(String head) throws IOException {
        var response = RawHttp.send(port, head, "");
        return response.status() == 200 ? verdicts(new JsonObject(response.body())) : new Verdicts(false, false);
    }

    private static Verdicts verdicts(JsonObject json) {
        return new Verdicts(json.getBoolean("contract"), json.getBoolean("vertx"));
    }
}
