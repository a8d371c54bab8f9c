package dev.corridor.edge;

import static dev.corridor.edge.RunningEdge.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.edge.Browser.Page;
import dev.corridor.kit.testing.HttpResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Somebody else's application asks a user for consent, and the user withdraws it. */
class ConsentIT {
    private static final String CALLBACK = "https://shop.example/back?from=corridor";
    /** RFC 7636, appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final String SCOPES = "applications:read applications:write profile:read";

    private static RunningEdge edge;
    private static PortalCaller portal;
    private static String clientId;

    @BeforeAll
    static void start() {
        edge = RunningEdge.start();
        portal = new PortalCaller(edge);
        String owner = portal.owner();
        String application = portal.application(owner, "Shop");
        var key = portal.key(
                owner,
                application,
                new JsonObject()
                        .put("name", "Shop <script>")
                        .put("public", true)
                        .put(
                                "grant_types",
                                new JsonArray().add("authorization_code").add("refresh_token"))
                        .put("redirect_uris", new JsonArray().add(CALLBACK))
                        .put("scopes", new JsonArray(List.of(SCOPES.split(" ")))));
        clientId = key.json().getString("client_id");
        portal.call(
                "POST",
                "/applications/" + application + "/subscriptions",
                owner,
                new JsonObject()
                        .put("api_name", "Profile")
                        .put("api_version", "1.0.0")
                        .put("plan", "Plenty"));
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void a_user_is_asked_by_the_applications_name_and_can_refuse() {
        var browser = new Browser(edge);
        Page consent = signIn(browser);
        assertThat(consent.body())
                .contains("Allow access?", "Shop &lt;script&gt;", "<code>profile:read</code>", "ada")
                .doesNotContain("<script>");
        assertThat(consent.header("content-security-policy")).contains("form-action 'self' https://shop.example");

        Page denied = browser.submit(consent, form(consent, "deny"));

        assertThat(denied.location()).startsWith(CALLBACK + "&");
        assertThat(denied.parameters()).containsEntry("error", "access_denied");
        assertThat(browser.get(authorize() + "&prompt=none").parameters()).containsEntry("error", "consent_required");
    }

    @Test
    void a_user_can_use_another_account() {
        var browser = new Browser(edge);
        Page consent = signIn(browser);

        assertThat(browser.submit(consent, form(consent, "sign_out")).body()).contains("<h1>Sign in</h1>");
        assertThat(browser.get(authorize()).body()).contains("<h1>Sign in</h1>");
    }

    @Test
    void a_withdrawn_consent_ends_the_tokens() {
        var tokens = allow();
        String access = tokens.getString("access_token");
        assertThat(callApi(access)).isEqualTo(200);
        var sessions =
                portal.call("GET", "/users/me/sessions", access, null).json().getJsonArray("sessions");
        var newest = sessions.getJsonObject(0);
        assertThat(newest.getString("client_id")).isEqualTo(clientId);
        String path = "/users/me/sessions/" + newest.getString("id");
        assertProblem(portal.call("DELETE", path, portal.owner(), null), 404, "session_not_found");

        assertThat(portal.call("DELETE", path, access, null).status()).isEqualTo(204);

        assertThat(callApi(access)).isEqualTo(401);
        var refreshed = edge.requestToken(Map.of(
                "grant_type",
                "refresh_token",
                "client_id",
                clientId,
                "refresh_token",
                tokens.getString("refresh_token")));
        assertThat(refreshed.json().getString("error")).isEqualTo("invalid_grant");
    }

    @Test
    void another_client_with_the_code_gets_nothing_and_the_code_is_spent() {
        var browser = new Browser(edge);
        Page consent = signIn(browser);
        String code =
                browser.submit(consent, form(consent, "allow")).parameters().get("code");

        assertThat(exchange(code, "portal").json().getString("error")).isEqualTo("invalid_grant");
        assertThat(exchange(code, clientId).json().getString("error")).isEqualTo("invalid_grant");
    }

    private static JsonObject allow() {
        var browser = new Browser(edge);
        Page consent = signIn(browser);
        return exchange(
                        browser.submit(consent, form(consent, "allow"))
                                .parameters()
                                .get("code"),
                        clientId)
                .json();
    }

    private static HttpResult exchange(String code, String client) {
        return edge.requestToken(Map.of(
                "grant_type", "authorization_code",
                "client_id", client,
                "code", code,
                "redirect_uri", CALLBACK,
                "code_verifier", VERIFIER));
    }

    private static Page signIn(Browser browser) {
        Page page = browser.get(authorize());
        var form = form(page, "sign_in");
        form.put("username", "ada");
        form.put("password", RunningEdge.PLATFORM_SECRET.value());
        return browser.submit(page, form);
    }

    private static Map<String, String> form(Page page, String action) {
        return new HashMap<>(Map.of("csrf", page.hidden("csrf"), "action", action));
    }

    private static String authorize() {
        return "/oauth2/authorize?"
                + Browser.encoded(Map.of(
                        "response_type", "code",
                        "client_id", clientId,
                        "redirect_uri", CALLBACK,
                        "scope", SCOPES,
                        "code_challenge", CHALLENGE,
                        "code_challenge_method", "S256"));
    }

    private static int callApi(String token) {
        return edge.send(edge.anonymous("/api/profile/1.0.0/users").header("authorization", "Bearer " + token))
                .status();
    }
}
