package dev.corridor.kit.identity;

import static dev.corridor.kit.testing.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.testing.TickingClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real signatures, real key sets over HTTP. */
class TokenVerifierIT {
    private static final String RSA_ISSUER = "https://rsa.example";
    private final TickingClock clock = new TickingClock();
    private Vertx vertx;
    private TestIssuer issuer;
    private RsaIssuer rsa;
    private TokenVerifier verifier;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        issuer = TestIssuer.start();
        rsa = new RsaIssuer();
        verifier = verifier(URI.create(issuer.jwksUrl()), rsa.jwksUrl());
    }

    @AfterEach
    void stop() {
        vertx.close().await();
        issuer.close();
        rsa.close();
    }

    @Test
    void an_es256_token_names_its_caller_and_scopes() {
        String token = issuer.token("ada", "profile:read", "payments:write");

        var caller = verifier.verify(token).await();

        assertThat(caller).isEqualTo(new Caller("ada", Set.of("profile:read", "payments:write"), token, ""));
    }

    @Test
    void an_rs256_token_of_another_issuer_does_too() throws Exception {
        var caller = verifier.verify(rsa.sign(claims(RSA_ISSUER, "blaise"))).await();

        assertThat(caller.subject()).isEqualTo("blaise");
    }

    @Test
    void the_scope_claim_may_be_a_list() {
        var caller = verifier.verify(issuer.sign(
                        "{\"iss\":\"%s\",\"sub\":\"ada\",\"exp\":%d,\"aud\":[\"corridor\"],\"scope\":[\"a\",\"b\"]}"
                                .formatted(issuer.issuer(), inAnHour())))
                .await();

        assertThat(caller.scopes()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void a_caller_does_not_show_its_token() {
        assertThat(verifier.verify(issuer.token("ada")).await()).hasToString("Caller[ada]");
    }

    @Test
    void a_token_with_any_changed_character_is_refused() {
        String token = issuer.token("ada", "profile:read");
        var changed = Stream.iterate(0, i -> i < token.length(), i -> i + 1)
                .filter(i -> token.charAt(i) != '.')
                .map(i -> token.substring(0, i) + other(token.charAt(i)) + token.substring(i + 1));

        changed.forEach(this::assertRefused);
    }

    @Test
    void changed_claims_are_refused() {
        String[] parts = issuer.token("ada").split("\\.");

        assertRefused(parts[0] + "." + RsaIssuer.encode(claims(issuer.issuer(), "blaise")) + "." + parts[2]);
    }

    @Test
    void a_longer_or_shorter_token_is_refused() {
        String token = issuer.token("ada", "profile:read");

        Stream.of(
                        token + "A",
                        token + ".",
                        token + "=",
                        "A" + token,
                        token.substring(0, token.length() - 1),
                        token + ".x")
                .forEach(this::assertRefused);
    }

    @Test
    void an_expired_token_is_refused() {
        assertRefused(issuer.token("ada", Instant.now().minusSeconds(60)));
    }

    @Test
    void a_cached_token_is_refused_after_its_expiry() {
        String token = issuer.token("ada", clock.instant().plusSeconds(30));
        verifier.verify(token).await();

        clock.advance(Duration.ofSeconds(31));

        assertRefused(token);
    }

    @Test
    void concurrent_requests_with_one_token_all_succeed() {
        String token = issuer.token("ada");

        var callers = Stream.generate(() -> verifier.verify(token)).limit(100).toList();

        assertThat(Future.all(callers).await().<Caller>list())
                .extracting(Caller::subject)
                .containsOnly("ada");
    }

    @Test
    void a_token_that_is_not_yet_valid_is_refused() {
        assertRefused(issuer.sign("{\"iss\":\"%s\",\"sub\":\"ada\",\"exp\":%d,\"nbf\":%d}"
                .formatted(issuer.issuer(), inAnHour() + 90_000, inAnHour() + 86_400)));
    }

    @Test
    void a_token_that_never_expires_is_refused() {
        assertRefused(issuer.sign("{\"iss\":\"%s\",\"sub\":\"ada\"}".formatted(issuer.issuer())));
    }

    @Test
    void a_token_of_an_untrusted_issuer_is_refused() {
        assertRefused(issuer.sign(claims("https://elsewhere.example", "ada")));
        assertRefused(issuer.sign("{\"sub\":\"ada\",\"exp\":%d}".formatted(inAnHour())));
    }

    @Test
    void a_token_without_a_subject_is_refused() {
        assertRefused(issuer.sign("{\"iss\":\"%s\",\"exp\":%d}".formatted(issuer.issuer(), inAnHour())));
        assertRefused(issuer.sign(claims(issuer.issuer(), " ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "1", "[]", "\"text\"", "{", "", "{\"exp\":\"soon\"}", "{\"exp\":1e400}", "{\"exp\":{}}"})
    void malformed_claims_are_refused(String claims) {
        assertRefused(issuer.sign(claims));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "HS256", "ES384", "RS512", "PS256", ""})
    void an_unsupported_algorithm_is_refused(String algorithm) {
        String content = RsaIssuer.encode("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + RsaIssuer.KEY_ID + "\"}") + "."
                + RsaIssuer.encode(claims(RSA_ISSUER, "ada"));

        assertRefused(content + ".");
        assertRefused(content + "." + RsaIssuer.encode("signature"));
        assertRefused(content);
    }

    @Test
    void a_token_signed_with_the_public_key_as_if_it_were_a_secret_is_refused() throws Exception {
        verifier.ready().await();
        for (String algorithm : List.of("HS256", "RS256")) {
            String content = RsaIssuer.encode("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + RsaIssuer.KEY_ID + "\"}")
                    + "." + RsaIssuer.encode(claims(RSA_ISSUER, "ada"));
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(rsa.publicKey().getEncoded(), "HmacSHA256"));
            byte[] signature = mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));

            assertRefused(
                    content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
        }
    }

    @Test
    void one_issuers_key_does_not_sign_under_anothers_algorithm() {
        String es256 = issuer.token("ada");
        String signature = es256.substring(es256.lastIndexOf('.'));

        assertRefused(RsaIssuer.encode("{\"alg\":\"ES256\",\"kid\":\"" + RsaIssuer.KEY_ID + "\"}") + "."
                + RsaIssuer.encode(claims(RSA_ISSUER, "ada")) + signature);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a", "a.b.c", "e30", "\u00e9.\u00e9.\u00e9"})
    void a_malformed_token_is_refused(String token) {
        assertRefused(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "1",
                "[]",
                "\"text\"",
                "{",
                "{}",
                "{\"alg\":1}",
                "{\"alg\":null}",
                "{\"alg\":\"ES256\",\"kid\":{}}",
                "{\"alg\":\"ES256\",\"kid\":null}",
                "{\"alg\":\"ES256\",\"kid\":7}",
                "{\"alg\":\"ES256\"}"
            })
    void a_malformed_header_is_refused(String header) {
        String signature = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);

        assertRefused(
                RsaIssuer.encode(header) + "." + RsaIssuer.encode(claims(issuer.issuer(), "ada")) + "." + signature);
    }

    @Test
    void an_overlong_token_is_refused() {
        assertRefused(issuer.sign("{\"pad\":\"" + "x".repeat(8_192) + "\"}"));
    }

    @Test
    void an_unknown_key_id_causes_a_fetch_at_most_every_ten_seconds() throws Exception {
        rsa.keySet = "{\"keys\":[]}";
        verifier.verify(issuer.token("ada")).await();
        String token = rsa.sign(claims(RSA_ISSUER, "blaise"));
        int before = rsa.fetches.get();

        assertRefused(token);
        assertRefused(token);
        assertThat(rsa.fetches).hasValue(before);

        rsa.keySet = rsa.ownKeySet();
        clock.advance(Duration.ofSeconds(11));
        assertThat(verifier.verify(token).await().subject()).isEqualTo("blaise");
        assertThat(rsa.fetches).hasValue(before + 1);
    }

    @Test
    void a_withdrawn_key_is_removed() throws Exception {
        verifier.verify(rsa.sign(claims(RSA_ISSUER, "blaise"))).await();
        rsa.keySet = "{\"keys\":[]}";
        clock.advance(Duration.ofSeconds(11));

        assertRefused(tokenOfUnknownKey());

        assertRefused(rsa.sign(claims(RSA_ISSUER, "somebody new")));
    }

    @Test
    void cached_tokens_of_a_withdrawn_key_are_refused() throws Exception {
        String token = rsa.sign(claims(RSA_ISSUER, "blaise"));
        verifier.verify(token).await();
        rsa.keySet = "{\"keys\":[]}";
        clock.advance(Duration.ofMinutes(5).plusSeconds(1));

        assertThat(verifier.verify(token).await().subject()).isEqualTo("blaise");
        await().atMost(ONE_MINUTE).until(() -> verifier.verify(token).failed());

        assertRefused(token);
    }

    @Test
    void cached_tokens_are_refused_when_their_key_id_gets_another_key() throws Exception {
        String token = rsa.sign(claims(RSA_ISSUER, "blaise"));
        verifier.verify(token).await();
        rsa.keySet = rsa.ownKeySet().replace("\"n\":\"", "\"n\":\"AQAB");
        clock.advance(Duration.ofSeconds(11));

        assertRefused(tokenOfUnknownKey());

        assertRefused(token);
    }

    @Test
    void cached_tokens_stay_valid_when_the_same_keys_are_fetched_again() throws Exception {
        String token = rsa.sign(claims(RSA_ISSUER, "blaise"));
        var first = verifier.verify(token).await();
        clock.advance(Duration.ofSeconds(11));

        assertRefused(tokenOfUnknownKey());

        assertThat(rsa.fetches).hasValue(2);
        assertThat(verifier.verify(token).result()).isSameAs(first);
    }

    @Test
    void keys_stay_valid_while_one_issuer_is_unavailable() throws Exception {
        verifier.verify(rsa.sign(claims(RSA_ISSUER, "blaise"))).await();
        rsa.keySet = "";
        clock.advance(Duration.ofSeconds(11));

        assertRefused(tokenOfUnknownKey());

        assertThat(verifier.verify(rsa.sign(claims(RSA_ISSUER, "chen"))).await().subject())
                .isEqualTo("chen");
        assertThat(verifier.verify(issuer.token("ada")).await().subject()).isEqualTo("ada");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "no json",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[1,{},{\"kty\":\"RSA\"},{\"kty\":\"oct\",\"k\":\"AA\",\"kid\":\"x\"}]}"
            })
    void a_malformed_key_set_does_not_affect_others(String keySet) {
        rsa.keySet = keySet;

        assertThat(verifier.verify(issuer.token("ada")).await().subject()).isEqualTo("ada");
        assertRefused(tokenOfUnknownKey());
        assertThat(verifier.verify(issuer.token("blaise")).await().subject()).isEqualTo("blaise");
    }

    @Test
    void an_unsupported_key_is_ignored() throws Exception {
        rsa.keySet = rsa.ownKeySet()
                .replace(
                        "[",
                        "[{\"kty\":\"OKP\",\"crv\":\"Ed448\",\"kid\":\"new\",\"x\":\"AA\"},{\"kty\":\"later\",\"kid\":\"l\"},");

        assertThat(verifier.verify(rsa.sign(claims(RSA_ISSUER, "blaise")))
                        .await()
                        .subject())
                .isEqualTo("blaise");
    }

    @Test
    void without_any_key_verification_is_unavailable() {
        var blind = verifier(URI.create("http://127.0.0.1:" + Ports.free() + "/jwks"));

        assertProblem(StandardError.UNAVAILABLE, blind.verify(issuer.token("ada")));
        assertThat(blind.ready().toCompletionStage().toCompletableFuture()).failsWithin(Duration.ofSeconds(20));
    }

    @Test
    void concurrent_requests_share_one_fetch() {
        var asked = Stream.generate(() -> verifier.verify(issuer.token("ada")))
                .limit(50)
                .toList();

        Future.all(asked).await();

        assertThat(rsa.fetches).hasValue(1);
    }

    private TokenVerifier verifier(URI... jwksUrls) {
        var settings = new TokenSettings(
                List.of(jwksUrls),
                Set.of(issuer.issuer(), RSA_ISSUER),
                Set.of(TokenSettings.AUDIENCE),
                Optional.empty(),
                Optional.empty());
        return new TokenVerifier(vertx, settings, clock);
    }

    private void assertRefused(String token) {
        assertProblem(StandardError.UNAUTHENTICATED, verifier.verify(token));
    }

    private static String tokenOfUnknownKey() {
        return RsaIssuer.encode("{\"alg\":\"RS256\",\"kid\":\"unknown\"}") + ".e30.AA";
    }

    private static String claims(String issuer, String subject) {
        return "{\"iss\":\"%s\",\"sub\":\"%s\",\"exp\":%d,\"aud\":\"corridor\"}".formatted(issuer, subject, inAnHour());
    }

    private static long inAnHour() {
        return Instant.now().plusSeconds(3_600).getEpochSecond();
    }

    /** Changes the lowest of a character's six bits, which is a spare bit at the end of a part. */
    private static char other(char base64) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return alphabet.charAt(alphabet.indexOf(base64) ^ 1);
    }
}
