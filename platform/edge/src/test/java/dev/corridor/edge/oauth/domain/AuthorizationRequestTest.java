package dev.corridor.edge.oauth.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.edge.oauth.domain.OAuthError.Code;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationRequestTest {
    private static final String CALLBACK = "https://shop.example/back";
    /** RFC 7636, appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static final RegisteredClient CLIENT = new RegisteredClient(
            "shop",
            UUID.randomUUID(),
            "Shop",
            Optional.empty(),
            Set.of(GrantType.AUTHORIZATION_CODE),
            List.of(CALLBACK),
            Set.of("forex:read", "ledger:read"),
            false,
            Instant.EPOCH);

    @Test
    void a_complete_request_has_terms() {
        var terms = request(Map.of("scope", "forex:read", "state", "s", "nonce", "n"))
                .requireTerms(CLIENT);

        assertThat(terms.scopes()).containsExactly("forex:read");
        assertThat(terms.challenge()).isEqualTo(CHALLENGE);
        assertThat(terms.state()).contains("s");
        assertThat(terms.nonce()).contains("n");
        assertThat(terms.mayAsk()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example/back/",
                "https://shop.example/back?x=1",
                "https://shop.example/back#",
                "https://shop.example/BACK",
                "https://shop.example:443/back",
                "https://shop.example/back/../evil",
                "https://shop.example.evil.example/back",
                "https://shop.example@evil.example/back",
                "http://shop.example/back",
                "//shop.example/back",
                "javascript:alert(1)",
                ""
            })
    void any_other_redirect_uri_is_refused(String uri) {
        assertThatThrownBy(() -> request(Map.of("redirect_uri", uri)).requireRedirectUri(CLIENT))
                .isInstanceOf(OAuthError.class);
    }

    @Test
    void a_downgrade_of_pkce_is_refused() {
        refused(Code.INVALID_REQUEST, Map.of("code_challenge_method", "plain"));
        refused(Code.INVALID_REQUEST, Map.of("code_challenge_method", ""));
        refused(Code.INVALID_REQUEST, Map.of("code_challenge", ""));
        refused(Code.INVALID_REQUEST, Map.of("code_challenge", VERIFIER + "x"));
    }

    @Test
    void other_flows_and_scopes_are_refused() {
        refused(Code.UNSUPPORTED_RESPONSE_TYPE, Map.of("response_type", "token"));
        refused(Code.UNSUPPORTED_RESPONSE_TYPE, Map.of("response_type", "code id_token"));
        refused(Code.INVALID_SCOPE, Map.of("scope", "forex:read ledger:admin"));
        refused(Code.INVALID_REQUEST, Map.of("request_uri", "https://evil.example"));
        refused(Code.INVALID_REQUEST, Map.of("response_mode", "fragment"));
        refused(Code.INVALID_REQUEST, Map.of("state", "s".repeat(1_001)));
    }

    @Test
    void the_proof_is_that_of_the_standard() {
        assertThat(Pkce.matches(VERIFIER, CHALLENGE)).isTrue();
        assertThat(Pkce.matches(VERIFIER + "x", CHALLENGE)).isFalse();
        assertThat(Pkce.matches(CHALLENGE, CHALLENGE)).as("plain").isFalse();
        assertThat(Pkce.matches(null, CHALLENGE)).isFalse();
        assertThat(Pkce.matches("short", CHALLENGE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example/",
                "https://evil.example/#fragment",
                "https://user@evil.example/",
                "https://*.example/",
                "javascript:alert(1)",
                "data:text/html,x",
                "/relative",
                "not a uri"
            })
    void an_unsafe_redirect_uri_cannot_be_registered(String uri) {
        assertThatThrownBy(() ->
                        new ClientMetadata("Shop", true, Set.of(GrantType.AUTHORIZATION_CODE), List.of(uri), Set.of()))
                .isInstanceOfSatisfying(
                        OAuthError.class, error -> assertThat(error.code()).isEqualTo(Code.INVALID_REDIRECT_URI));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://shop.example/back", "http://127.0.0.1:8080/x", "com.example.app:/back"})
    void a_safe_redirect_uri_can(String uri) {
        var metadata = new ClientMetadata("Shop", true, Set.of(GrantType.AUTHORIZATION_CODE), List.of(uri), Set.of());

        assertThat(metadata.redirectUris()).containsExactly(uri);
    }

    private static void refused(Code code, Map<String, String> changes) {
        assertThatThrownBy(() -> request(changes).requireTerms(CLIENT))
                .isInstanceOfSatisfying(
                        OAuthError.class, error -> assertThat(error.code()).isEqualTo(code));
    }

    private static AuthorizationRequest request(Map<String, String> changes) {
        var parameters = new HashMap<>(Map.of(
                "response_type", "code",
                "client_id", "shop",
                "redirect_uri", CALLBACK,
                "code_challenge", CHALLENGE,
                "code_challenge_method", "S256"));
        parameters.putAll(changes);
        return new AuthorizationRequest(parameters);
    }
}
