package dev.corridor.edge;

import dev.corridor.edge.guard.GatewayRequest;
import dev.corridor.edge.guard.Subscriptions.Entitlement;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.Correlation;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Access log: one JSON line for each request, written after the response, with the correlation id that the services' log lines have
 * too. The user is an id; there is no name, address, token, query or body. Requests are logged at INFO, health probes at DEBUG;
 * CORRIDOR_LOG_LEVEL=WARN turns it off. The event loop only hands the line over; logback.xml has a thread that writes.
 */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.corridor.access");
    private static final List<String> PROBES = List.of("/health/live", "/health/ready", "/metrics");
    private static final int MAX_PATH_LENGTH = 200;
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7e]");

    private AccessLog() {}

    static void follow(RoutingContext context) {
        long startedNanos = System.nanoTime();
        context.addEndHandler(ended -> write(context, startedNanos));
        context.next();
    }

    private static void write(RoutingContext context, long startedNanos) {
        LoggingEventBuilder line = line(context.request(), startedNanos);
        if (line == null) {
            return;
        }
        GatewayRequest request = GatewayRequest.of(context);
        if (request != null) {
            line.addKeyValue("api", request.api().name())
                    .addKeyValue("version", request.api().version());
            request.operation().ifPresent(operation -> line.addKeyValue("operation", operation.id()));
            request.entitlement().map(Entitlement::plan).ifPresent(plan -> line.addKeyValue("plan", plan.name()));
            request.caller().ifPresent(caller -> line.addKeyValue("application", plain(caller.clientId()))
                    .addKeyValue("user", plain(caller.subject())));
        }
        if (context.failure() instanceof Problem problem) {
            line.addKeyValue("error", problem.code().code());
        }
        log(context.request(), line);
    }

    /** Writes the line of a request that no router has seen. */
    static void write(HttpServerRequest request, long startedNanos) {
        LoggingEventBuilder line = line(request, startedNanos);
        if (line != null) {
            log(request, line);
        }
    }

    /** The fields that every line has; null if it is not logged. */
    private static LoggingEventBuilder line(HttpServerRequest request, long startedNanos) {
        Level level = PROBES.contains(request.path()) ? Level.DEBUG : Level.INFO;
        if (!LOG.isEnabledForLevel(level)) {
            return null;
        }
        HttpServerResponse response = request.response();
        LoggingEventBuilder line = LOG.atLevel(level)
                .addKeyValue("correlation_id", response.headers().get(Correlation.HEADER))
                .addKeyValue("method", request.method().name())
                .addKeyValue("path", plain(request.path()))
                .addKeyValue("protocol", request.version().alpnName())
                .addKeyValue("status", response.getStatusCode())
                .addKeyValue("bytes_in", request.bytesRead())
                .addKeyValue("bytes_out", response.bytesWritten())
                .addKeyValue("duration_ms", (System.nanoTime() - startedNanos) / 1_000 / 1_000.0);
        String cache = response.headers().get("x-cache");
        return cache == null ? line : line.addKeyValue("cache", plain(cache));
    }

    private static void log(HttpServerRequest request, LoggingEventBuilder line) {
        line.log(request.response().ended() ? "request" : "request, response incomplete");
    }

    /** Shortens a text and replaces characters that could disturb a terminal. */
    private static String plain(String text) {
        if (text == null) {
            return "";
        }
        String start = text.length() > MAX_PATH_LENGTH ? text.substring(0, MAX_PATH_LENGTH) : text;
        return UNPRINTABLE.matcher(start).replaceAll("?");
    }
}
