package dev.corridor.kit.rest;

import dev.corridor.kit.request.IfNoneMatch;
import dev.corridor.kit.value.Sha256Digest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HexFormat;
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
    private static final String CACHE_CONTROL = "cache-control";
    private static final String ETAG = "etag";
    private static final String PERSONAL = "private, no-store";
    private static final int ETAG_BYTES = 16;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

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

    /**
     * Sends this as the response. HEAD gets the head of the response to GET, with the length that its body would have; a caller who has
     * this version already gets 304. A reply that does not say otherwise is personal: no cache may store it.
     */
    public void send(HttpServerRequest request) {
        var response = request.response();
        response.putHeader(HttpHeaders.CACHE_CONTROL, PERSONAL);
        headers.forEach(response::putHeader);
        location.ifPresent(
                path -> response.putHeader(HttpHeaders.LOCATION, RelativeReference.of(request.path(), path)));
        if (isKnown(request)) {
            response.headers().remove(HttpHeaders.CONTENT_TYPE);
            response.setStatusCode(NOT_MODIFIED).end();
            return;
        }
        response.setStatusCode(status);
        if (status != NO_CONTENT) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        }
        if (request.method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(body);
        }
    }

    /** Whether the caller has this version already: it is one that may be stored, and has an ETag (RFC 9110, 13.1.2). */
    private boolean isKnown(HttpServerRequest request) {
        boolean isRead = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
        if (!isRead || status != OK || !headers.containsKey(CACHE_CONTROL) || !headers.containsKey(ETAG)) {
            return false;
        }
        var tags = request.headers().getAll(HttpHeaders.IF_NONE_MATCH);
        return !tags.isEmpty() && IfNoneMatch.of(String.join(",", tags)).excludes(headers.get(ETAG));
    }

    /**
     * Lets caches give this reply to anybody for a while, and ask by its ETag afterwards. The reply depends on the request's URI and
     * Accept only.
     */
    public Reply publicFor(Duration time) {
        String etag =
                '"' + HexFormat.of().formatHex(Sha256Digest.create().digest(body.getBytes()), 0, ETAG_BYTES) + '"';
        return header(CACHE_CONTROL, "public, max-age=" + time.toSeconds())
                .header("vary", "Accept")
                .header(ETAG, etag);
    }

    /**
     * Lets the caller's own cache keep this reply and ask by its ETag each time. The version changes whenever the content does.
     */
    public Reply privateVersion(long version) {
        return header(CACHE_CONTROL, "private, no-cache")
                .header("vary", "Accept, Authorization")
                .header(ETAG, "\"" + version + '"');
    }

    public Reply header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, location, body);
    }
}
