package dev.corridor.platform.system;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Caller of what the edge answers itself, over TLS: tokens, and the developer portal. */
final class ConsoleCaller {
    private final RunningPlatform platform;
    private final HttpClient http;

    ConsoleCaller(RunningPlatform platform) {
        this.platform = platform;
        var trust = new PemTrustOptions()
                .addCertPath(platform.runFile().certificate().toString());
        http = platform.vertx()
                .createHttpClient(new HttpClientOptions().setSsl(true).setTrustOptions(trust));
    }

    record Response(int status, String body) {
        JsonObject json() {
            return new JsonObject(body);
        }
    }

    Response postForm(String path, String authorization, String form) {
        return post(path, authorization, "application/x-www-form-urlencoded", form);
    }

    Response postJson(String path, String authorization, JsonObject body) {
        return post(path, authorization, "application/json", body.encode());
    }

    private Response post(String path, String authorization, String contentType, String body) {
        return http.request(HttpMethod.POST, platform.ports().edgeConsole(), "localhost", path)
                .compose(request -> request.putHeader("authorization", authorization)
                        .putHeader("content-type", contentType)
                        .send(body)
                        .compose(response -> response.body()
                                .map(content -> new Response(response.statusCode(), content.toString()))))
                .await();
    }

    static String basic(String name, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }
}
