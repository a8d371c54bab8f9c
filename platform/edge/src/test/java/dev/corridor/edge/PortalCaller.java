package dev.corridor.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.testing.HttpResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Caller of the developer portal's REST API. */
record PortalCaller(RunningEdge edge) {

    String owner() {
        return edge.token("applications:read", "applications:write");
    }

    String application(String token, String name) {
        var created = call("POST", "/applications", token, new JsonObject().put("name", name));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return created.json().getString("id");
    }

    HttpResult key(String token, String application, JsonObject changes) {
        var body = new JsonObject()
                .put("name", "Key")
                .put("grant_types", new JsonArray().add("client_credentials"))
                .put("scopes", new JsonArray().add("forex:read"));
        return call("POST", "/applications/" + application + "/keys", token, body.mergeIn(changes));
    }

    HttpResult clientToken(JsonObject key) {
        return edge.requestToken(
                Map.of("grant_type", "client_credentials"),
                "authorization",
                basic(key.getString("client_id"), key.getString("client_secret")));
    }

    HttpResult call(String method, String path, String token, JsonObject body) {
        var request = HttpRequest.newBuilder(edge.consoleUrl("/portal/api" + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
        if (token != null) {
            request.header("authorization", "Bearer " + token);
        }
        return edge.send(body == null ? request : request.header("content-type", "application/json"));
    }

    static String basic(String id, String secret) {
        String pair =
                URLEncoder.encode(id, StandardCharsets.UTF_8) + ":" + URLEncoder.encode(secret, StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes());
    }
}
