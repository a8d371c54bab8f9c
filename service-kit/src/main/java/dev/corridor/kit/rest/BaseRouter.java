package dev.corridor.kit.rest;

import dev.corridor.kit.concurrency.RequestTimeouts;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.request.RequestHead;
import dev.corridor.kit.request.RequestMediaType;
import dev.corridor.kit.request.RequestParameters;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Router that begins every HTTP request: it gives the request its correlation id, refuses a head that is not understood, and reads
 * the body within its bounds.
 */
public final class BaseRouter {
    private static final List<Integer> ROUTER_STATUSES = List.of(400, 401, 403, 406, 413, 415, 500, 501);

    private BaseRouter() {}

    /** @param fail answers every request that fails */
    public static Router create(Vertx vertx, Handler<RoutingContext> fail) {
        var router = Router.router(vertx);
        router.route().order(-100).handler(BaseRouter::correlate).failureHandler(fail);
        ROUTER_STATUSES.forEach(status -> router.errorHandler(status, fail));
        return router;
    }

    /** Reads bodies for the routes that are added afterwards. */
    public static void readBodies(Vertx vertx, Router router, long limitBytes, Duration timeout) {
        var deadline = new BodyDeadline(new RequestTimeouts(vertx, timeout));
        router.route().handler(BaseRouter::readFormAsJson);
        router.route().handler(deadline::begin);
        router.route().handler(BodyHandler.create(false).setBodyLimit(limitBytes));
        router.route().handler(deadline::end);
    }

    private static void correlate(RoutingContext context) {
        String id = Correlation.accept(context.request().headers().get(Correlation.HEADER_NAME), Correlation::fresh);
        Correlation.begin(id);
        context.response().putHeader(Correlation.HEADER_NAME, id);
        unreadable(context)
                .or(() -> RequestHead.problemOf(context.request()))
                .ifPresentOrElse(problem -> refuse(context, problem), context::next);
    }

    /** Refuses a request whose head is not understood. The connection is closed, because its body may not be understood either. */
    private static void refuse(RoutingContext context, Problem problem) {
        if (context.request().version() != HttpVersion.HTTP_2) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.addEndHandler(sent -> context.request().connection().close());
        }
        context.fail(problem);
    }

    /** Vert.x would find a malformed escape, such as %zz, while it routes, and respond with 500. */
    private static Optional<Problem> unreadable(RoutingContext context) {
        try {
            RequestParameters.of(context);
            return context.normalizedPath() == null ? Optional.of(malformedPath()) : Optional.empty();
        } catch (Problem malformedQuery) {
            return Optional.of(malformedQuery);
        } catch (IllegalArgumentException | HttpException malformed) {
            return Optional.of(malformedPath());
        }
    }

    private static Problem malformedPath() {
        return Problem.of(StandardError.INVALID_REQUEST, "The path cannot be decoded.");
    }

    /** Replaces the media type of a form, so that Vert.x does not parse the body, which is JSON: see {@link RequestMediaType}. */
    private static void readFormAsJson(RoutingContext context) {
        var headers = context.request().headers();
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        if (type != null && RequestMediaType.isForm(type)) {
            headers.remove(HttpHeaders.CONTENT_TYPE);
        }
        context.next();
    }
}
