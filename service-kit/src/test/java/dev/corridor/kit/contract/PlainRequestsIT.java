package dev.corridor.kit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.Ports;
import dev.corridor.kit.testing.RawHttp;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.ValidatorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests are shown both to the first sight and to the validator; the answer is what each says of them. */
class PlainRequestsIT {
    private static final int RANDOM_REQUESTS = 1_000;
    private static final String[] PIECES = {
        "a", "Z", "0", "9", "_", "-", "e", "E", ".", "+", "~", "%41", "%2D", "%20", "%2F", "%c3%a9", ":", ",", ";",
        "null", "true", "1e5", "/", "..", "\"", "%22"
    };

    private static Vertx vertx;
    private static RestContract contract;
    private static int port;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        contract = RestContract.load(vertx, "openapi/parameters.yaml").await();
        var lengths = contract.openApi().operation("lengths");
        var plain = PlainRequests.of(lengths).orElseThrow();
        var request = new RequestContract(vertx, contract, lengths);
        var router = Router.router(vertx);
        router.get("/texts/:text")
                .handler(context ->
                        context.end(plain.include(context, new JsonObject()) + " " + takes(request, context)));
        router.route()
                .failureHandler(context -> context.response().setStatusCode(400).end("unroutable"));
        port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, Ports.LOOPBACK)
                .await()
                .actualPort();
    }

    static boolean takes(RequestContract contract, RoutingContext context) {
        try {
            contract.validate(context);
            return true;
        } catch (ValidatorException refused) {
            return false;
        }
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    @ParameterizedTest
    @CsvSource({
        "lengths, true",
        "nothing, true",
        "pattern, false",
        "choice, false",
        "reference, true",
        "number, false",
        "neededQuery, false",
        "cookie, false",
        "body, true",
        "order, true",
        "list, false"
    })
    void only_an_operation_of_bounded_texts_has_them(String operationId, boolean has) {
        assertThat(PlainRequests.of(contract.openApi().operation(operationId)).isPresent())
                .isEqualTo(has);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/texts/me",
                "/texts/42",
                "/texts/1e5",
                "/texts/null",
                "/texts/019aac3e-6f00-7000-8000-00000000000e",
                "/texts/1e345678-1e34-1e34-8e34-1e3456789abc"
            })
    void a_word_or_a_uuid_is_right_at_first_sight(String target) {
        assertThat(ask(target)).isEqualTo("true true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/texts/a",
                "/texts/1234567890123456789012345678901234567",
                "/texts/-1",
                "/texts/1e-5",
                "/texts/1.5",
                "/texts/me?limit=0",
                "/texts/me?limit=ten"
            })
    void what_the_validator_refuses_is_not(String target) {
        assertThat(ask(target)).isEqualTo("false false");
    }

    @Test
    void a_parameter_in_a_header_is_left_to_the_validator() {
        assertThat(ask("/texts/me", "\r\nX-Mode: fast")).isEqualTo("false true");
        assertThat(ask("/texts/me", "\r\nX-Mode: other")).isEqualTo("false false");
    }

    @Test
    void nothing_right_at_first_sight_is_refused_by_the_validator() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < RANDOM_REQUESTS; i++) {
            String target = "/texts/" + (random.nextInt(4) == 0 ? uuid(random) : text(random));
            assertThat(ask(target)).as("%s, seed %d", target, seed).isNotEqualTo("true false");
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

    private static String uuid(Random random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static String ask(String target) {
        return ask(target, "");
    }

    private static String ask(String target, String header) {
        try {
            return RawHttp.send(port, "GET " + target + " HTTP/1.1" + header, "")
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
