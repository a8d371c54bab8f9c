package dev.corridor.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Access log: one line for each request, written after the response, with the correlation id that the services' log lines have
 * too. It contains no caller, token, query or body. Requests are logged at INFO, health probes at DEBUG; CORRIDOR_LOG_LEVEL=WARN
 * turns it off.
 */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.corridor.access");
    private static final List<String> PROBES = List.of("/health/live", "/health/ready", "/metrics");
    private static final int MAX_PATH_LENGTH = 200;
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7e]");

    private AccessLog() {}

    static void follow(RoutingContext context) {
        long startedNanos = System.nanoTime();
        context.addEndHandler(ended -> write(context.request(), startedNanos));
        context.next();
    }

    static void write(HttpServerRequest request, long startedNanos) {
        Level level = PROBES.contains(request.path()) ? Level.DEBUG : Level.INFO;
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        LOG.atLevel(level)
                .addKeyValue("method", request.method().name())
                .addKeyValue("path", plain(request.path()))
                .addKeyValue("status", request.response().getStatusCode())
                .addKeyValue("duration_ms", (System.nanoTime() - startedNanos) / 1_000 / 1_000.0)
                .log(request.response().ended() ? "request" : "request, response incomplete");
    }

    /** Shortens the path and replaces characters that could disturb a terminal. */
    private static String plain(String path) {
        if (path == null) {
            return "";
        }
        String start = path.length() > MAX_PATH_LENGTH ? path.substring(0, MAX_PATH_LENGTH) : path;
        return UNPRINTABLE.matcher(start).replaceAll("?");
    }
}
