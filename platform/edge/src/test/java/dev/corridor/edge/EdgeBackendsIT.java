package dev.corridor.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import dev.corridor.kit.testing.HttpResult;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Backends that fail, in front of an edge of their own, because a circuit breaker counts the calls of all tests. */
class EdgeBackendsIT {
    private static final int CALLS = 30;

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
    void an_address_that_gives_no_answers_is_spared_until_it_answers_again() {
        await().atMost(ONE_MINUTE).until(() -> get("/api/profile/1.0.0/broken"), answer -> answer.body()
                .contains("Profile is not available."));

        await().atMost(ONE_MINUTE).until(() -> get("/api/profile/1.0.0/users").status() == 200);
    }

    @Test
    void no_caller_notices_that_one_of_two_addresses_is_down() {
        await().atMost(ONE_MINUTE).until(() -> get("/api/listed/1.0.0/users").status() == 200);

        for (int i = 0; i < CALLS; i++) {
            assertThat(get("/api/listed/1.0.0/users").status()).isEqualTo(200);
        }
    }

    @Test
    void a_request_whose_connection_breaks_is_repeated_once_if_that_does_no_harm() {
        var read = get("/api/pages/1.0.0/once?read");
        var write = edge.send(edge.request("/api/pages/1.0.0/once?write").POST(BodyPublishers.ofString("{}")));

        assertThat(read.body()).isEqualTo("again");
        RunningEdge.assertProblem(write, 503, "unavailable");
    }

    private static HttpResult get(String path) {
        return edge.send(edge.request(path, "profile:read"));
    }
}
