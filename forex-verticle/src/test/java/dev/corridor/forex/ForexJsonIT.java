package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.v1.ForexServiceGrpcService;
import dev.corridor.kit.testing.HttpCaller;
import dev.corridor.kit.testing.JsonBindings;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Methods of forex as JSON over HTTP, on its gRPC port. */
class ForexJsonIT {
    private static final String READ = "forex:read";
    private static RunningForex forex;
    private static HttpCaller json;

    @BeforeAll
    static void start() {
        forex = new RunningForex(Map.of("TICK_INTERVAL", "PT0.1S"));
        json = HttpCaller.onPort(forex.service().grpcPort());
    }

    @AfterAll
    static void stop() {
        forex.close();
    }

    @Test
    void every_method_answers_by_its_path() {
        JsonBindings.assertAllAnswer(forex.service(), ForexServiceGrpcService.SERVICE_DESCRIPTOR);
    }

    @Test
    void a_query_has_the_fields_of_the_request() {
        var converted = json.get("/v1/convert?amount.amount=10.00&amount.currency=EUR&to=USD", forex.token(READ))
                .assertStatus(200)
                .json();

        assertThat(converted.getJsonObject("source").getString("amount")).isEqualTo("10.00");
        assertThat(converted.getJsonObject("target").getString("currency")).isEqualTo("USD");
    }

    @Test
    void a_stream_of_rates_that_is_refused_is_a_problem_and_one_that_breaks_ends_with_one() {
        json.get("/v1/rates/stream?pairs=AAA/BBB", forex.token(READ)).assertProblem(422, "unknown_pair");
        json.get("/v1/rates/stream?pairs=USD/EUR&after=1", forex.token(READ)).assertProblem(400, "invalid_request");

        String token = forex.tokenUntil("ada", Instant.now().plusSeconds(3), READ);
        var lines = json.get("/v1/rates/stream?pairs=USD/EUR", token)
                .assertStatus(200)
                .body()
                .lines()
                .toList();

        assertThat(new JsonObject(lines.get(0)).getJsonObject("tick").getBoolean("snapshot"))
                .isTrue();
        assertThat(new JsonObject(lines.get(lines.size() - 1))
                        .getJsonObject("problem")
                        .getString("code"))
                .isEqualTo("token_expired");
    }
}
