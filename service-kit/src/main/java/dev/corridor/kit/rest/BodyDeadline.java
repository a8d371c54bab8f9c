package dev.corridor.kit.rest;

import dev.corridor.kit.concurrency.RequestTimeouts;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeoutException;

/**
 * Bounds the time in which the body of a request arrives. A client that sends a byte now and then would otherwise keep its
 * connection for ever, because each byte makes it busy. Belongs to one event loop.
 */
final class BodyDeadline {
    private static final String READ = "corridor.body-read";

    private final RequestTimeouts timeouts;

    /** @param timeouts of the time for a whole body */
    BodyDeadline(RequestTimeouts timeouts) {
        this.timeouts = timeouts;
    }

    /** A handler for the routes before the body is read. */
    void begin(RoutingContext context) {
        if (!context.request().isEnded() && hasBody(context)) {
            Promise<Void> read = Promise.promise();
            context.put(READ, read);
            context.addEndHandler(over -> read.tryComplete());
            timeouts.of(read.future()).onFailure(failure -> {
                if (failure instanceof TimeoutException) {
                    refuse(context);
                }
            });
        }
        context.next();
    }

    /** A handler for the routes after the body has been read. */
    void end(RoutingContext context) {
        Promise<Void> read = context.get(READ);
        if (read != null) {
            read.tryComplete();
        }
        context.next();
    }

    /** Whether the body of a request has not been read to its end. */
    static boolean isArriving(RoutingContext context) {
        Promise<Void> read = context.get(READ);
        return read != null && !read.future().isComplete();
    }

    private static boolean hasBody(RoutingContext context) {
        var headers = context.request().headers();
        return headers.contains(HttpHeaders.CONTENT_LENGTH)
                || headers.contains(HttpHeaders.TRANSFER_ENCODING)
                || context.request().version() == HttpVersion.HTTP_2;
    }

    /** The connection is closed: the rest of the body would be read as the next request. */
    private static void refuse(RoutingContext context) {
        var response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        boolean isHttp2 = context.request().version() == HttpVersion.HTTP_2;
        if (!isHttp2) {
            response.putHeader("connection", "close");
        }
        ProblemResponse.write(
                response, Problem.of(StandardError.REQUEST_TIMEOUT, "The body of the request did not arrive in time."));
        if (!isHttp2) {
            context.request().connection().close();
        }
    }
}
