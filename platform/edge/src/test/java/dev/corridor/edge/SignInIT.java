package dev.corridor.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.edge.Browser.Page;
import dev.corridor.edge.oauth.domain.RandomSecret;
import dev.corridor.kit.testing.HttpResult;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Authorization code with PKCE, refresh tokens and revocation, as a page and its browser use them. */
class SignInIT {
    /** RFC 7636, appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
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
    void a_user_signs_in_and_the_page_gets_tokens() {
        var browser = new Browser(edge);
        Page signIn = browser.get(authorize(Map.of("state", "a b&c", "nonce", "n-1", "scope", "openid forex:read")));
        assertThat(signIn.status()).isEqualTo(200);
        assertThat(signIn.body()).contains("<label for=\"username\">", "<h1>Sign in</h1>");
        assertThat(signIn.header("content-security-policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");

        Page back = browser.submit(signIn, signInForm(signIn, "ada", RunningEdge.PLATFORM_SECRET.value()));
        assertThat(back.location()).startsWith(RunningEdge.PORTAL + "?");
        assertThat(back.parameters()).containsEntry("state", "a b&c").containsEntry("iss", edge.config.tokenUrl());

        var tokens = exchange(back.parameters().get("code"), Map.of()).json();
        var claims = claims(tokens.getString("access_token"));
        assertThat(claims.getString("sub")).isEqualTo(RunningEdge.USER_ID);
        assertThat(claims.getString("scope")).isEqualTo("openid forex:read");
        assertThat(claims.getString("grant_id")).isNotBlank();
        var idToken = claims(tokens.getString("id_token"));
        assertThat(idToken.getString("aud")).isEqualTo("portal");
        assertThat(idToken.getString("nonce")).isEqualTo("n-1");
        assertThat(tokens.getString("refresh_token")).isNotBlank();
    }

    @Test
    void an_id_token_opens_no_api() {
        var tokens = signIn("openid profile:read");

        assertThat(callApi(tokens.getString("id_token"))).isEqualTo(401);
        assertThat(callApi(tokens.getString("access_token"))).isEqualTo(200);
    }

    @Test
    void a_signed_in_browser_is_not_asked_again_unless_the_client_wants_it() {
        var browser = new Browser(edge);
        Page page = browser.get(authorize(Map.of()));
        browser.submit(page, signInForm(page, "ada", RunningEdge.PLATFORM_SECRET.value()));

        assertThat(browser.get(authorize(Map.of())).parameters()).containsKey("code");
        assertThat(browser.get(authorize(Map.of("prompt", "none"))).parameters())
                .containsKey("code");
        assertThat(browser.get(authorize(Map.of("prompt", "login"))).body()).contains("Sign in");
        browser.get("/oidc/logout");
        assertThat(browser.get(authorize(Map.of("prompt", "none"))).parameters())
                .containsEntry("error", "login_required");
    }

    @Test
    void a_code_is_used_once_and_its_second_use_revokes_the_tokens_of_the_first() {
        String code = code("profile:read");
        String token = exchange(code, Map.of()).json().getString("access_token");
        assertThat(callApi(token)).isEqualTo(200);

        var replayed = exchange(code, Map.of());

        assertThat(replayed.status()).isEqualTo(400);
        assertThat(replayed.json().getString("error")).isEqualTo("invalid_grant");
        assertThat(callApi(token)).isEqualTo(401);
    }

    @Test
    void a_code_needs_its_proof_its_redirect_uri_and_its_client() {
        refused(exchange(code(""), Map.of("code_verifier", "x".repeat(43))), "invalid_grant");
        refused(exchange(code(""), Map.of("code_verifier", CHALLENGE)), "invalid_grant");
        refused(exchange(code(""), Map.of("redirect_uri", RunningEdge.PORTAL + "x")), "invalid_grant");
        refused(
                exchange(code(""), Map.of("client_id", "payment", "client_secret", RunningEdge.SERVICE_SECRET.value())),
                "unauthorized_client");
        refused(exchange("x".repeat(43), Map.of()), "invalid_grant");
        String guessed = code("");
        refused(exchange(guessed, Map.of("code_verifier", "x".repeat(43))), "invalid_grant");
        refused(exchange(guessed, Map.of()), "invalid_grant");
    }

    @Test
    void a_page_cannot_use_other_grants() {
        refused(
                edge.requestToken(Map.of("grant_type", "client_credentials", "client_id", "portal")),
                "unauthorized_client");
        refused(
                edge.requestToken(Map.of(
                        "grant_type", "password",
                        "client_id", "portal",
                        "username", "ada",
                        "password", RunningEdge.PLATFORM_SECRET.value())),
                "unauthorized_client");
        var confidential = edge.requestToken(Map.of("grant_type", "client_credentials", "client_id", "payment"));
        assertThat(confidential.status()).as("without its secret").isEqualTo(401);
    }

    @Test
    void a_refresh_token_is_replaced_and_its_second_use_ends_the_grant() {
        var first = signIn("profile:read");
        var second = refresh(first.getString("refresh_token"), Map.of()).json();
        assertThat(claims(second.getString("access_token")).getString("sub")).isEqualTo(RunningEdge.USER_ID);
        assertThat(second.getString("refresh_token")).isNotEqualTo(first.getString("refresh_token"));
        assertThat(callApi(second.getString("access_token"))).isEqualTo(200);

        refused(refresh(first.getString("refresh_token"), Map.of()), "invalid_grant");

        refused(refresh(second.getString("refresh_token"), Map.of()), "invalid_grant");
        assertThat(callApi(second.getString("access_token"))).isEqualTo(401);
        assertThat(callApi(first.getString("access_token"))).isEqualTo(401);
    }

    @Test
    void a_refresh_narrows_scopes_and_never_widens_them() {
        var tokens = signIn("profile:read forex:read");

        refused(refresh(tokens.getString("refresh_token"), Map.of("scope", "ledger:read")), "invalid_scope");
        var narrowed = refresh(tokens.getString("refresh_token"), Map.of("scope", "forex:read"))
                .json();
        assertThat(claims(narrowed.getString("access_token")).getString("scope"))
                .isEqualTo("forex:read");
        var whole = refresh(narrowed.getString("refresh_token"), Map.of()).json();
        assertThat(claims(whole.getString("access_token")).getString("scope")).isEqualTo("profile:read forex:read");
    }

    @Test
    void a_revoked_token_is_refused_and_a_revoked_refresh_token_takes_all_with_it() {
        var tokens = signIn("profile:read");
        String access = tokens.getString("access_token");

        assertThat(revoke(access).status()).isEqualTo(200);
        assertThat(callApi(access)).isEqualTo(401);

        var next = refresh(tokens.getString("refresh_token"), Map.of()).json();
        assertThat(callApi(next.getString("access_token"))).isEqualTo(200);
        assertThat(revoke(next.getString("refresh_token")).status()).isEqualTo(200);
        assertThat(callApi(next.getString("access_token"))).isEqualTo(401);
        refused(refresh(next.getString("refresh_token"), Map.of()), "invalid_grant");
        assertThat(revoke("unknown").status()).as("RFC 7009, 2.2").isEqualTo(200);
    }

    @Test
    void a_stream_through_the_edge_ends_when_its_token_is_revoked() {
        var tokens = signIn("forex:read");
        var ended = Promise.<Void>promise();
        var options = new WebSocketConnectOptions()
                .setAbsoluteURI(edge.streamUrl("/stream/own/1.0.0").toString())
                .addHeader("authorization", "Bearer " + tokens.getString("access_token"));
        var socket = edge.streams.connect(options).await();
        socket.closeHandler(ended::complete);

        revoke(tokens.getString("access_token"));

        ended.future().timeout(20, TimeUnit.SECONDS).await();
        assertThat(ended.future().succeeded()).isTrue();
    }

    @Test
    void another_client_can_neither_revoke_nor_refresh() {
        String token = edge.token("profile:read");

        refused(revoke(token), "unauthorized_client");
        assertThat(callApi(token)).isEqualTo(200);
    }

    @Test
    void an_unsafe_request_is_not_redirected() {
        for (var unsafe : new String[] {"https://evil.example/", RunningEdge.PORTAL + "?next=https://evil.example"}) {
            Page page = new Browser(edge).get(authorize(Map.of("redirect_uri", unsafe)));
            assertThat(page.status()).isEqualTo(400);
            assertThat(page.location()).isEmpty();
        }
        assertThat(new Browser(edge)
                        .get(authorize(Map.of("client_id", "<script>")))
                        .body())
                .doesNotContain("<script>");
    }

    @Test
    void a_request_without_proof_goes_back_with_an_error() {
        Page page = new Browser(edge).get(authorize(Map.of("code_challenge_method", "plain", "state", "s")));

        assertThat(page.location()).startsWith(RunningEdge.PORTAL);
        assertThat(page.parameters()).containsEntry("error", "invalid_request").containsEntry("state", "s");
    }

    @Test
    void a_form_of_another_site_is_refused() {
        var browser = new Browser(edge);
        Page page = browser.get(authorize(Map.of()));
        var form = signInForm(page, "ada", RunningEdge.PLATFORM_SECRET.value());

        assertThat(new Browser(edge).submit(page, form).status())
                .as("without cookies")
                .isEqualTo(400);
        form.put("csrf", RandomSecret.generate(new SecureRandom()).value());
        assertThat(browser.submit(page, form).status()).isEqualTo(400);
    }

    @Test
    void guesses_at_one_user_are_stopped_even_if_the_last_is_right() {
        var browser = new Browser(edge);
        Page page = browser.get(authorize(Map.of()));
        for (int guess = 0; guess < 10; guess++) {
            Page wrong = browser.submit(page, signInForm(page, "guessed", "guess " + guess));
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(wrong.body()).contains("role=\"alert\"").doesNotContain("guess " + guess);
        }

        Page right = browser.submit(page, signInForm(page, "guessed", RunningEdge.PLATFORM_SECRET.value()));

        assertThat(right.status()).isEqualTo(400);
    }

    private static JsonObject signIn(String scope) {
        return exchange(code(scope), Map.of()).json();
    }

    private static String code(String scope) {
        var browser = new Browser(edge);
        Page page = browser.get(authorize(scope.isEmpty() ? Map.of() : Map.of("scope", scope)));
        return browser.submit(page, signInForm(page, "ada", RunningEdge.PLATFORM_SECRET.value()))
                .parameters()
                .get("code");
    }

    private static Map<String, String> signInForm(Page page, String username, String password) {
        return new HashMap<>(
                Map.of("csrf", page.hidden("csrf"), "action", "sign_in", "username", username, "password", password));
    }

    private static String authorize(Map<String, String> changes) {
        var parameters = new HashMap<>(Map.of(
                "response_type", "code",
                "client_id", "portal",
                "redirect_uri", RunningEdge.PORTAL,
                "code_challenge", CHALLENGE,
                "code_challenge_method", "S256"));
        parameters.putAll(changes);
        return "/oauth2/authorize?" + Browser.encoded(parameters);
    }

    private static HttpResult exchange(String code, Map<String, String> changes) {
        var form = new HashMap<>(Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "portal",
                "code",
                code,
                "redirect_uri",
                RunningEdge.PORTAL,
                "code_verifier",
                VERIFIER));
        form.putAll(changes);
        return edge.requestToken(form);
    }

    private static HttpResult refresh(String token, Map<String, String> changes) {
        var form = new HashMap<>(Map.of("grant_type", "refresh_token", "client_id", "portal", "refresh_token", token));
        form.putAll(changes);
        return edge.requestToken(form);
    }

    private static HttpResult revoke(String token) {
        return edge.postForm("/oauth2/revoke", Map.of("client_id", "portal", "token", token));
    }

    private static int callApi(String token) {
        return edge.send(edge.anonymous("/api/profile/1.0.0/users").header("authorization", "Bearer " + token))
                .status();
    }

    private static void refused(HttpResult answer, String error) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().getString("error")).isEqualTo(error);
    }

    private static JsonObject claims(String token) {
        return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(token.split("\\.")[1])));
    }
}
