package dev.corridor.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One line a request, once its answer is over: what was asked of the edge and how it went, with the correlation id that
 * leads to the rest. Who asked stays out of it, and so do tokens, queries and bodies. At INFO, and probes at DEBUG; a
 * CORRIDOR_LOG_LEVEL of WARN turns it off.
 */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.corridor.access");
    private static final List<String> PROBES = List.of("/health/live", "/health/ready", "/metrics");
    private static final int MAX_PATH_LENGTH = 200;
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7e]");

    private AccessLog() {}

    static void follow(RoutingContext context) {
        long begun = System.nanoTime();
        context.addEndHandler(over -> write(context.request(), begun));
        context.next();
    }

    static void write(HttpServerRequest request, long begunNanos) {
        Level level = PROBES.contains(request.path()) ? Level.DEBUG : Level.INFO;
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        LOG.atLevel(level)
                .addKeyValue("method", request.method().name())
                .addKeyValue("path", plain(request.path()))
                .addKeyValue("status", request.response().getStatusCode())
                .addKeyValue("duration_ms", (System.nanoTime() - begunNanos) / 1_000 / 1_000.0)
                .log(request.response().ended() ? "request" : "request, not answered to its end");
    }

    /** What cannot disturb a terminal, or a log's reader. */
    private static String plain(String path) {
        if (path == null) {
            return "";
        }
        String start = path.length() > MAX_PATH_LENGTH ? path.substring(0, MAX_PATH_LENGTH) : path;
        return UNPRINTABLE.matcher(start).replaceAll("?");
    }
}
