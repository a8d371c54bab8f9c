package dev.corridor.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final long IN_AN_HOUR = Instant.now().getEpochSecond() + 3_600;

    private static Vertx vertx;
    private static TestIssuer issuer;
    private static TokenVerifier verifier;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        issuer = TestIssuer.start();
        verifier = new TokenVerifier(vertx, TokenSettings.from(Settings.of(issuer.environment())), Clock.systemUTC());
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
        issuer.close();
    }

    @Test
    void a_good_token_says_who_calls_and_what_they_may() throws Exception {
        var caller = verify(issuer.token("ada", "profile:read", "payments:write"));

        assertThat(caller.subject()).isEqualTo("ada");
        assertThat(caller.has(Scope.PROFILE_READ)).isTrue();
        assertThat(caller.has(Scope.LEDGER_ADMIN)).isFalse();
    }

    @Test
    void an_expired_token_is_refused() {
        assertRefused(issuer.token("ada", Instant.now().minusSeconds(60), "profile:read"));
    }

    @Test
    void a_token_without_an_end_is_refused() {
        assertRefused(issuer.sign("{\"iss\":\"" + issuer.issuer() + "\",\"sub\":\"ada\"}"));
    }

    @Test
    void a_token_of_nobody_is_refused() {
        assertRefused(issuer.sign("{\"iss\":\"" + issuer.issuer() + "\",\"exp\":" + IN_AN_HOUR + "}"));
    }

    @Test
    void a_token_of_another_issuer_is_refused() {
        assertRefused(issuer.sign("{\"iss\":\"https://elsewhere\",\"sub\":\"ada\",\"exp\":" + IN_AN_HOUR + "}"));
    }

    @Test
    void other_claims_under_a_good_signature_are_refused() {
        String[] parts = issuer.token("ada").split("\\.");
        String claims = "{\"iss\":\"" + issuer.issuer() + "\",\"sub\":\"blaise\",\"exp\":" + IN_AN_HOUR + "}";

        assertRefused(parts[0] + "." + encode(claims) + "." + parts[2]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"HS256\",\"kid\":\"any\"}",
                "{\"alg\":\"ES256\",\"kid\":\"unknown\"}",
                "{\"alg\":1}",
                "not json"
            })
    void a_header_that_asks_for_less_is_refused(String header) {
        String[] parts = issuer.token("ada").split("\\.");

        assertRefused(encode(header) + "." + parts[1] + "." + parts[2]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "abc", "a.b.c", "....", "%%%.%%%.%%%"})
    void what_is_no_token_at_all_is_refused(String token) {
        assertRefused(token);
    }

    @Test
    void a_token_of_an_unknown_key_does_not_make_given_keys_forgotten() throws Exception {
        String[] parts = issuer.token("ada").split("\\.");

        assertRefused(encode("{\"alg\":\"ES256\",\"kid\":\"unknown\"}") + "." + parts[1] + "." + parts[2]);
        assertThat(verify(issuer.token("blaise")).subject()).isEqualTo("blaise");
    }

    private static Caller verify(String token) throws Exception {
        return await(verifier.verify(token));
    }

    private static void assertRefused(String token) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> verify(token))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(StandardError.UNAUTHENTICATED));
    }

    private static <T> T await(Future<T> future) throws InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException failed) {
            throw (RuntimeException) failed.getCause();
        }
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
