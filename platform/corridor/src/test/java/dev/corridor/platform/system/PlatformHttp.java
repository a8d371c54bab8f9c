package dev.corridor.platform.system;

import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.ServiceName;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Plain HTTP to a platform's doors, with nothing done for the caller: bad requests go out as they are. */
record PlatformHttp(PortMap ports) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

    record Answer(int status, String contentType, JsonObject json, HttpResponse<String> response) {
        String code() {
            return json.getString("code");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }
    }

    /** Through the edge. */
    HttpRequest.Builder edge(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + ports.edgeHttp() + path));
    }

    /** At a service's own door. */
    HttpRequest.Builder service(ServiceName service, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + ports.http(service) + path));
    }

    /** As curl -d sends it: JSON under a form's content type. */
    Answer curl(String path, String token, String body, String... headers) {
        var request = edge(path)
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Answer get(HttpRequest.Builder request, String token) {
        return send(request.header("authorization", "Bearer " + token).GET());
    }

    static Answer send(HttpRequest.Builder request) {
        try {
            var response = HTTP.send(request.timeout(ANSWER_TIMEOUT).build(), BodyHandlers.ofString());
            String type = response.headers().firstValue("content-type").orElse("");
            var json = type.contains("json") ? Buffer.buffer(response.body()).toJsonObject() : new JsonObject();
            return new Answer(response.statusCode(), type, json, response);
        } catch (IOException failed) {
            throw new AssertionError("no answer: " + failed, failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
