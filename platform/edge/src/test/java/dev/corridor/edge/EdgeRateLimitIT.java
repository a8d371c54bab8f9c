package dev.corridor.edge;

import static dev.corridor.edge.RunningEdge.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.embedded.EmbeddedRedis;
import dev.corridor.embedded.Ports;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rate limits of callers, with and without Redis. */
class EdgeRateLimitIT {
    private static final String PASSWORD = "of-this-test";

    private static RunningEdge edge;

    @BeforeAll
    static void start() {
        edge = RunningEdge.start();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void a_call_over_the_limit_is_refused_with_the_time_to_retry() {
        String token = "Bearer " + edge.token();
        for (int remaining = 2; remaining >= 0; remaining--) {
            var allowed = edge.send(edge.anonymous("/api/payment/1.0.0/x").header("authorization", token));
            assertThat(allowed.status()).isEqualTo(200);
            assertThat(allowed.headers().firstValue("ratelimit-policy")).contains("\"Few\";q=3;w=60");
            assertThat(allowed.headers().firstValue("ratelimit").orElseThrow())
                    .startsWith("\"Few\";r=" + remaining + ";t=");
        }

        var refused = edge.send(edge.anonymous("/api/payment/1.0.0/x").header("authorization", token));

        assertProblem(refused, 429, "too_many_requests");
        assertThat(Integer.parseInt(refused.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1, 60);
    }

    @Test
    void each_limit_has_its_code_and_its_own_callers() {
        String token = "Bearer " + edge.token();

        assertThat(codes("/api/payment/1.0.0/x", token, 4)).containsExactly("", "", "", "900804");
        assertThat(codes("/api/bursty/1.0.0/x", token, 3)).containsExactly("", "", "900807");
        assertThat(codes("/api/shared/1.0.0/x", token, 1)).containsExactly("");
        assertThat(codes("/api/shared/1.0.0/x", "Bearer " + edge.token(), 2)).containsExactly("", "900800");
        assertThat(codes("/api/near/1.0.0/users", token, 3)).containsExactly("", "", "");
        assertThat(codes("/api/near/1.0.0/x", token, 3)).containsExactly("", "", "900802");
    }

    @Test
    void a_burst_is_refused_for_a_second() {
        String token = "Bearer " + edge.token();
        codes("/api/bursty/1.0.0/x", token, 2);

        var refused = edge.send(edge.anonymous("/api/bursty/1.0.0/x").header("authorization", token));

        assertProblem(refused, 429, "too_many_requests");
        assertThat(refused.headers().firstValue("retry-after")).contains("1");
        assertThat(refused.headers().firstValue("ratelimit-policy")).contains("\"Bursts burst\";q=2;w=1");
    }

    /** WSO2's code of each answer; "" for one that passed. */
    private static List<String> codes(String path, String token, int calls) {
        return IntStream.range(0, calls)
                .mapToObj(i -> edge.send(
                        edge.anonymous(path).header("authorization", token).header("accept", "application/json")))
                .map(answer -> answer.status() == 200
                        ? ""
                        : answer.status() == 429 ? answer.json().getString("code") : answer.body())
                .toList();
    }

    @Test
    void callers_are_counted_separately() {
        for (int i = 0; i < 4; i++) {
            assertThat(edge.send(edge.request("/api/payment/1.0.0/x")).status()).isEqualTo(200);
        }
    }

    @Test
    void each_event_loop_counts_alone_while_redis_is_down() {
        try (var alone = RunningEdge.start("redis://127.0.0.1:" + Ports.free())) {
            String token = "Bearer " + alone.token();
            var statuses = IntStream.range(0, 5)
                    .mapToObj(i ->
                            alone.send(alone.anonymous("/api/payment/1.0.0/x").header("authorization", token)))
                    .map(answer -> answer.status())
                    .toList();
            assertThat(statuses).containsExactly(200, 200, 200, 429, 429);
            var metrics = alone.send(HttpRequest.newBuilder(alone.consoleUrl("/metrics"))
                    .header("authorization", "Bearer " + alone.token("metrics:read")));
            assertThat(metrics.body()).contains("corridor_edge_counted_alone_total 3.0");
        }
    }

    @Test
    void calls_are_counted_again_when_redis_is_back(@TempDir Path folder) {
        int port = Ports.free();
        try (var edgeAlone = RunningEdge.start("redis://:" + PASSWORD + "@127.0.0.1:" + port);
                var redis = EmbeddedRedis.start(new EmbeddedRedis.Options(folder, port, PASSWORD, false))) {
            var ready = edgeAlone.anonymous("/health/ready");
            await(redis.url())
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> !edgeAlone.send(ready).body().contains("DOWN"));

            var answer = edgeAlone.send(edgeAlone.request("/api/payment/1.0.0/x"));

            assertThat(answer.headers().firstValue("ratelimit")).isPresent();
        }
    }

    @Test
    void concurrent_calls_are_all_counted() {
        var request = edge.request("/api/payment/1.0.0/x").build();

        var answers = IntStream.range(0, 100)
                .mapToObj(i -> edge.http.sendAsync(request, BodyHandlers.discarding()))
                .toList();

        assertThat(answers.stream().map(answer -> answer.join().statusCode()))
                .filteredOn(status -> status == 200)
                .hasSize(3);
    }
}
