package dev.corridor.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.edge.oauth.api.OAuthResponse;
import dev.corridor.embedded.EmbeddedRedis;
import dev.corridor.embedded.Ports;
import dev.corridor.kit.testing.HttpResult;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rate limit of the token endpoint. It has a Redis of its own, because other tests call from the same address. */
class TokenLimitIT {
    private static final int FAILURES = OAuthResponse.POLICY.requestsPerMinute() / OAuthResponse.COST_OF_FAILURE;

    @TempDir
    Path folder;

    private EmbeddedRedis redis;
    private RunningEdge edge;

    @BeforeEach
    void start() {
        redis = EmbeddedRedis.start(new EmbeddedRedis.Options(folder, Ports.free(), "of-this-test", false));
        edge = RunningEdge.start(redis.url());
    }

    @AfterEach
    void stop() {
        edge.close();
        redis.close();
    }

    @Test
    void an_address_with_too_many_failed_attempts_is_refused() {
        for (int guess = 0; guess < FAILURES; guess++) {
            assertThat(ask("guess " + guess).status()).isEqualTo(401);
        }

        var refused = ask(RunningEdge.SERVICE_SECRET.value());

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(refused.headers()
                        .firstValue("retry-after")
                        .map(Integer::parseInt)
                        .orElseThrow())
                .isBetween(1, 60);
        assertThat(refused.json().getString("code")).isEqualTo("too_many_requests");
    }

    @Test
    void an_issued_token_costs_a_tenth_of_a_failed_attempt() {
        String first = remaining(ask(RunningEdge.SERVICE_SECRET.value()));
        ask("a guess");
        String later = remaining(ask(RunningEdge.SERVICE_SECRET.value()));

        assertThat(Integer.parseInt(first) - Integer.parseInt(later)).isEqualTo(OAuthResponse.COST_OF_FAILURE + 1);
    }

    /** From "Tokens";r=599;t=12. */
    private static String remaining(HttpResult answer) {
        return answer.headers().firstValue("ratelimit").orElseThrow().replaceAll(".*;r=(\\d+);.*", "$1");
    }

    private HttpResult ask(String secret) {
        return edge.requestToken(
                Map.of("grant_type", "client_credentials", "client_id", "payment", "client_secret", secret));
    }
}
