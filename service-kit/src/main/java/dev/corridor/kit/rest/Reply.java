package dev.corridor.kit.rest;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The response of a REST operation.
 *
 * @param location path of the resource that was created; it is sent relative to the request
 */
public record Reply(int status, Map<String, String> headers, Optional<String> location, Buffer body) {
    private static final String JSON = "application/json";

    public static Reply ok(JsonObject json) {
        return json(200, json);
    }

    /** @param location path of the created resource, such as {@code /payments/7} */
    public static Reply created(String location, JsonObject json) {
        Reply reply = json(201, json);
        return new Reply(reply.status, reply.headers, Optional.of(location), reply.body);
    }

    public static Reply noContent() {
        return new Reply(204, Map.of(), Optional.empty(), Buffer.buffer());
    }

    /** Makes a reply with bytes of any media type, such as CSV. */
    public static Reply of(int status, String contentType, Buffer body) {
        return new Reply(status, Map.of("content-type", contentType), Optional.empty(), body);
    }

    public static Reply json(int status, JsonObject json) {
        return of(status, JSON, json.toBuffer());
    }

    /** Sends this as the response. HEAD gets the head of the response to GET, with the length that its body would have. */
    public void send(HttpServerRequest request) {
        var response = request.response().setStatusCode(status);
        headers.forEach(response::putHeader);
        location.ifPresent(
                path -> response.putHeader(HttpHeaders.LOCATION, RelativeReference.of(request.path(), path)));
        if (status != 204) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        }
        if (request.method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(body);
        }
    }

    /** Lets caches give this reply to anybody for a while; what it is depends on the request's URI and Accept only. */
    public Reply publicFor(Duration time) {
        return header("cache-control", "public, max-age=" + time.toSeconds()).header("vary", "Accept");
    }

    public Reply header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, location, body);
    }
}
