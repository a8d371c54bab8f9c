package dev.corridor.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims of tokens whose signature is valid. */
class TokenClaimsIT {
    private static final String RSA_ISSUER = "https://rsa.example";

    private static TestIssuer issuer;
    private static RsaIssuer rsa;
    private static Vertx vertx;
    private static TokenVerifier verifier;

    @BeforeAll
    static void start() throws Exception {
        issuer = TestIssuer.start();
        rsa = new RsaIssuer();
        vertx = Vertx.vertx();
        verifier = verifier(TokenSettings.AUDIENCE);
    }

    private static TokenVerifier verifier(String audience) {
        return new TokenVerifier(
                vertx,
                new TokenSettings(
                        List.of(URI.create(issuer.jwksUrl()), rsa.jwksUrl()),
                        Set.of(issuer.issuer(), RSA_ISSUER),
                        Set.of(audience),
                        Optional.empty(),
                        Optional.empty()),
                Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
        rsa.close();
        issuer.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"corridor\"", "[\"corridor\"]", "[\"other\",\"corridor\"]"})
    void a_token_for_corridor_is_accepted(String audience) {
        assertThat(verifier.verify(withAudience(audience)).await().subject()).isEqualTo("ada");
    }

    @Test
    void any_audience_is_accepted_where_the_configuration_says_so() {
        assertThat(verifier(TokenSettings.ANY_AUDIENCE)
                        .verify(withAudience("\"other\""))
                        .await()
                        .subject())
                .isEqualTo("ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"other\"", "[\"other\",\"Corridor\"]", "[]", "null", "7", "{\"corridor\":1}"})
    void a_token_for_another_audience_is_refused(String audience) {
        assertRefused(withAudience(audience));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "[\"ada\"]", "true", "{}", "\"a\\u0000b\"", "\"a\\uffffb\""})
    void a_subject_that_is_no_text_is_refused(String subject) {
        assertRefused(issuer.sign("{\"iss\":\"%s\",\"sub\":%s,\"exp\":%d,\"aud\":\"corridor\"}"
                .formatted(issuer.issuer(), subject, inAnHour())));
    }

    @Test
    void a_token_with_critical_extensions_is_refused() throws Exception {
        assertRefused(rsa.sign(
                "\"crit\":[\"exp\"],\"exp\":1,",
                "{\"iss\":\"%s\",\"sub\":\"ada\",\"exp\":%d,\"aud\":\"corridor\"}".formatted(RSA_ISSUER, inAnHour())));
    }

    private static String withAudience(String audience) {
        return issuer.sign("{\"iss\":\"%s\",\"sub\":\"ada\",\"exp\":%d,\"aud\":%s}"
                .formatted(issuer.issuer(), inAnHour(), audience));
    }

    private static void assertRefused(String token) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> verifier.verify(token).await())
                .matches(problem -> problem.is(StandardError.UNAUTHENTICATED));
    }

    private static long inAnHour() {
        return Instant.now().plusSeconds(3_600).getEpochSecond();
    }
}
