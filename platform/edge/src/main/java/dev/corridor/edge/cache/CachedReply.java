package dev.corridor.edge.cache;

import dev.corridor.kit.request.IfNoneMatch;
import dev.corridor.kit.value.HttpDate;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.List;

/** Writer that answers a request by a stored response: whole, without a body for HEAD, or by 304 if the caller has it already. */
final class CachedReply {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    /** Headers of a content that a 304 response does not have (RFC 9110, section 15.4.5). */
    private static final List<String> OF_CONTENT =
            List.of("content-type", "content-encoding", "content-language", "content-range");

    private CachedReply() {}

    /** Completes when the response has been written, or its caller has left. */
    static Future<Void> send(HttpServerRequest request, StoredResponse stored, CacheStatus status, Instant now) {
        HttpServerResponse response = request.response();
        MultiMap headers = response.headers();
        boolean isKnown = stored.status() == OK && isKnown(request.headers(), stored);
        // The values of a repeated header are added one by one.
        stored.headers().forEach(header -> headers.remove(header.getKey()));
        stored.headers().stream()
                .filter(header -> !isKnown || !OF_CONTENT.contains(header.getKey()))
                .forEach(header -> headers.add(header.getKey(), header.getValue()));
        headers.set("x-cache", status.name());
        long age = stored.age(now).toSeconds();
        if (status != CacheStatus.MISS || age > 0) {
            headers.set("age", Long.toString(age));
        }
        // A caller that sends a body with GET gets the response all the same.
        request.resume();
        if (isKnown) {
            return response.setStatusCode(NOT_MODIFIED).end();
        }
        response.setStatusCode(stored.status());
        headers.set("content-length", Integer.toString(stored.body().length()));
        return request.method() == HttpMethod.HEAD ? response.end() : response.end(stored.body());
    }

    /** Whether the caller has this version already (RFC 9110, section 13.2.2). */
    private static boolean isKnown(MultiMap request, StoredResponse stored) {
        var tags = request.getAll("if-none-match");
        if (!tags.isEmpty()) {
            return IfNoneMatch.of(String.join(",", tags)).excludes(stored.header("etag"));
        }
        return HttpDate.parse(request.get("if-modified-since"))
                .flatMap(since ->
                        HttpDate.parse(stored.header("last-modified")).map(modified -> !modified.isAfter(since)))
                .orElse(false);
    }
}
