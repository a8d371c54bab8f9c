package dev.corridor.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.testing.HttpResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Endpoints for programs beside the token endpoint: registration, discovery, introspection, and the list of revocations. */
class OAuthEndpointsIT {
    private static RunningEdge edge;
    private static PortalCaller portal;

    @BeforeAll
    static void start() {
        edge = RunningEdge.start();
        portal = new PortalCaller(edge);
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void a_program_registers_a_client_by_the_standard() {
        String owner = portal.owner();
        var registered = post(
                "/oauth2/register",
                "Bearer " + owner,
                new JsonObject()
                        .put("client_name", "Shop")
                        .put("redirect_uris", new JsonArray().add("https://shop.example/back"))
                        .put("token_endpoint_auth_method", "none"));

        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        assertThat(registered.json().getString("client_id")).isNotBlank();
        assertThat(registered.json().containsKey("client_secret")).isFalse();
        assertThat(registered.json().getString("scope")).contains("payments:write", "openid");

        var refused = post("/oauth2/register", "Bearer " + edge.token("forex:read"), new JsonObject());
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().getString("error")).isEqualTo("invalid_token");
        var unsafe = post(
                "/oauth2/register",
                "Bearer " + owner,
                new JsonObject()
                        .put("client_name", "Evil")
                        .put("redirect_uris", new JsonArray().add("javascript:alert(1)")));
        assertThat(unsafe.json().getString("error")).isEqualTo("invalid_redirect_uri");
    }

    @Test
    void a_program_registers_a_client_as_at_wso2() {
        var body = new JsonObject()
                .put("callbackUrl", "")
                .put("clientName", "rest_api_" + UUID.randomUUID())
                .put("owner", "ada")
                .put("grantType", "client_credentials")
                .put("saasApp", true);
        var registered = post(
                "/client-registration/v0.17/register",
                PortalCaller.basic("ada", RunningEdge.PLATFORM_SECRET.value()),
                body);

        assertThat(registered.status()).as(registered.body()).isEqualTo(200);
        assertThat(registered.json().getString("appOwner")).isEqualTo("ada");
        assertThat(portal.clientToken(new JsonObject()
                                .put("client_id", registered.json().getString("clientId"))
                                .put("client_secret", registered.json().getString("clientSecret")))
                        .status())
                .isEqualTo(200);
        assertThat(post("/client-registration/v0.17/register", PortalCaller.basic("ada", "guess"), body)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void the_issuer_describes_itself() {
        for (String path :
                List.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server/oauth2/token")) {
            var document =
                    edge.send(HttpRequest.newBuilder(edge.consoleUrl(path))).json();
            assertThat(document.getString("issuer")).isEqualTo(edge.config.tokenUrl());
            assertThat(document.getJsonArray("code_challenge_methods_supported"))
                    .containsExactly("S256");
        }
    }

    @Test
    void a_service_learns_of_a_token_and_others_only_of_their_own() {
        String token = edge.token("forex:read");
        var service = Map.of("authorization", PortalCaller.basic("payment", RunningEdge.SERVICE_SECRET.value()));

        var active = edge.postForm(
                "/oauth2/introspect", Map.of("token", token), "authorization", service.get("authorization"));
        assertThat(active.json().getBoolean("active")).isTrue();
        assertThat(active.json().getString("scope")).isEqualTo("forex:read");
        assertThat(edge.postForm(
                                "/oauth2/introspect",
                                Map.of("token", "x"),
                                "authorization",
                                service.get("authorization"))
                        .json())
                .isEqualTo(new JsonObject().put("active", false));
        assertThat(edge.postForm("/oauth2/introspect", Map.of("token", token, "client_id", "portal"))
                        .status())
                .isEqualTo(401);
        String owner = portal.owner();
        var key = portal.key(owner, portal.application(owner, "Curious"), new JsonObject())
                .json();
        assertThat(edge.postForm(
                                "/oauth2/introspect",
                                Map.of("token", token),
                                "authorization",
                                PortalCaller.basic(key.getString("client_id"), key.getString("client_secret")))
                        .json()
                        .getBoolean("active"))
                .isFalse();
    }

    @Test
    void only_services_read_the_list_of_revocations() {
        String basic = PortalCaller.basic("payment", RunningEdge.SERVICE_SECRET.value());
        var first = revocations("", basic);
        assertThat(first.json().getBoolean("complete")).isTrue();
        String token = edge.token("profile:read");
        edge.postForm(
                "/oauth2/revoke",
                Map.of("token", token),
                "authorization",
                PortalCaller.basic("corridor", RunningEdge.PLATFORM_SECRET.value()));

        var next =
                revocations("?after=" + first.json().getString("cursor"), basic).json();

        assertThat(next.getBoolean("complete")).isFalse();
        assertThat(next.getJsonArray("revocations").getJsonObject(0).getString("kind"))
                .isEqualTo("token");
        assertThat(revocations("?after=other.7", basic).json().getBoolean("complete"))
                .isTrue();
        assertThat(revocations("?wait=31", basic).status()).isEqualTo(400);
        assertThat(revocations("", PortalCaller.basic("payment", "guess")).status())
                .isEqualTo(401);
        String owner = portal.owner();
        var key = portal.key(owner, portal.application(owner, "Nosy"), new JsonObject())
                .json();
        assertThat(revocations("", PortalCaller.basic(key.getString("client_id"), key.getString("client_secret")))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void tokens_of_the_old_and_of_the_new_key_are_valid_after_a_rotation() {
        String old = edge.token("profile:read");

        edge.config.keys().rotate(Instant.now());

        String fresh = edge.token("profile:read");
        assertThat(fresh.split("\\.")[0]).isNotEqualTo(old.split("\\.")[0]);
        for (String token : List.of(old, fresh)) {
            var answer =
                    edge.send(edge.anonymous("/api/profile/1.0.0/users").header("authorization", "Bearer " + token));
            assertThat(answer.status()).isEqualTo(200);
        }
        assertThat(edge.send(HttpRequest.newBuilder(edge.consoleUrl("/oauth2/jwks")))
                        .json()
                        .getJsonArray("keys"))
                .as("current, next, previous")
                .hasSize(3);
    }

    private static HttpResult revocations(String query, String authorization) {
        return edge.send(HttpRequest.newBuilder(edge.consoleUrl("/oauth2/revocations" + query))
                .header("authorization", authorization));
    }

    private static HttpResult post(String path, String authorization, JsonObject body) {
        return edge.send(HttpRequest.newBuilder(edge.consoleUrl(path))
                .header("authorization", authorization)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body.encode())));
    }
}
