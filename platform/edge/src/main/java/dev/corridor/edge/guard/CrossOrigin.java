package dev.corridor.edge.guard;

import dev.corridor.edge.config.Cors;
import dev.corridor.edge.error.GatewayError;
import dev.corridor.kit.error.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * CORS of one API (Fetch standard). It answers preflight requests, and marks responses as readable for pages of the allowed origins,
 * refusals too. The CorsHandler of vertx-web 5.0.7 sends no {@code Vary: Origin} when one origin is allowed, so that a cache could
 * give one page's response to another; and a backend's Vary would replace it.
 */
public final class CrossOrigin {
    private static final String EXPOSED = String.join(
            ",",
            "age",
            "deprecation",
            "etag",
            "idempotency-replayed",
            "link",
            "location",
            "ratelimit",
            "ratelimit-policy",
            "retry-after",
            "sunset",
            "x-cache",
            "x-correlation-id");

    private final Cors cors;
    private final boolean anyOrigin;
    private final String methods;
    private final String headers;

    public CrossOrigin(Cors cors) {
        this.cors = cors;
        this.anyOrigin = cors.origins().contains(Cors.ANY_ORIGIN);
        this.methods = String.join(",", new TreeSet<>(cors.methods()));
        this.headers = String.join(",", new TreeSet<>(cors.headers()));
    }

    /** A step before all that can refuse a request, so that a page can read the refusal. */
    public void apply(RoutingContext context) {
        HttpServerRequest request = context.request();
        String origin = request.getHeader("origin");
        if (!anyOrigin) {
            context.addHeadersEndHandler(sent -> addVary(context.response().headers()));
        }
        boolean isPreflight = request.method() == HttpMethod.OPTIONS
                && origin != null
                && request.headers().contains("access-control-request-method");
        boolean isAllowed = origin != null && cors.allows(origin.toLowerCase(Locale.ROOT));
        if (isPreflight) {
            preflight(context, origin, isAllowed);
            return;
        }
        if (isAllowed) {
            allow(context.response(), origin).putHeader("access-control-expose-headers", EXPOSED);
        }
        context.next();
    }

    private void preflight(RoutingContext context, String origin, boolean isAllowed) {
        if (!isAllowed) {
            context.fail(Problem.of(
                    GatewayError.ORIGIN_NOT_ALLOWED, "Pages of this origin may not call this API from a browser."));
            return;
        }
        allow(context.response(), origin)
                .putHeader("access-control-allow-methods", methods)
                .putHeader("access-control-allow-headers", headers)
                .putHeader("access-control-max-age", String.valueOf(cors.maxAgeSeconds()))
                .setStatusCode(204)
                .end();
    }

    private HttpServerResponse allow(HttpServerResponse response, String origin) {
        response.putHeader("access-control-allow-origin", anyOrigin ? Cors.ANY_ORIGIN : origin);
        if (cors.credentials()) {
            response.putHeader("access-control-allow-credentials", "true");
        }
        return response;
    }

    /** Adds Origin to what the backend says that its response varies by. */
    private static void addVary(MultiMap headers) {
        boolean isThere = headers.getAll("vary").stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .anyMatch(name -> name.equals("*") || name.equalsIgnoreCase("origin"));
        if (!isThere) {
            headers.add("vary", "Origin");
        }
    }
}
