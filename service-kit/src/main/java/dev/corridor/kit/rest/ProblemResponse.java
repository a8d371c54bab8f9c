package dev.corridor.kit.rest;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.sql.Database;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renders failures as application/problem+json (RFC 9457). REST errors are written nowhere else. */
public final class ProblemResponse {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemResponse.class);
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemResponse() {}

    /** Body of an error in the form that its caller reads. */
    public record Rendered(String mediaType, Buffer body) {}

    /** Writes the failure of a request; a failure handler for a router. */
    public static void send(RoutingContext context) {
        send(context, ProblemResponse::rendered);
    }

    /** As {@link #send(RoutingContext)}, in another form. */
    public static void send(RoutingContext context, Function<Problem, Rendered> rendering) {
        boolean isArriving = BodyDeadline.isArriving(context) && !(context.failure() instanceof Problem);
        Problem problem = problemOf(context.failure(), context.statusCode());
        send(context, isArriving && problem.is(StandardError.INTERNAL) ? unreadable(problem) : problem, rendering);
    }

    /** What fails while the body still arrives, fails because of what arrives: a chunk that is none, a reset. */
    private static Problem unreadable(Problem problem) {
        return Problem.of(StandardError.INVALID_REQUEST, "The body of the request cannot be read.", problem.getCause());
    }

    static void send(RoutingContext context, Problem problem) {
        send(context, problem, ProblemResponse::rendered);
    }

    private static void send(RoutingContext context, Problem problem, Function<Problem, Rendered> rendering) {
        logServerFault(problem, context);
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            context.request().connection().close();
            return;
        }
        write(response, problem, rendering.apply(problem), context.request().method() == HttpMethod.HEAD);
    }

    /**
     * Answers a request that could not be read: a bad request line, a head that is too large. The connection is closed, because
     * nobody knows where the next request begins.
     */
    public static void sendMalformed(HttpServerRequest request) {
        Correlation.begin(Correlation.fresh());
        Throwable cause = request.decoderResult().cause();
        int status = cause instanceof TooLongHttpLineException
                ? 414
                : cause instanceof TooLongHttpHeaderException ? 431 : 400;
        var response = request.response().putHeader(Correlation.HEADER_NAME, Correlation.current());
        response.putHeader("connection", "close");
        write(response, ofStatus(status, cause));
        request.connection().close();
    }

    public static void write(HttpServerResponse response, Problem problem) {
        write(response, problem, rendered(problem), false);
    }

    /** Renders a problem as application/problem+json. */
    public static Rendered rendered(Problem problem) {
        return new Rendered(MEDIA_TYPE, json(problem).toBuffer());
    }

    private static void write(HttpServerResponse response, Problem problem, Rendered rendered, boolean isHead) {
        Fault fault = problem.code().fault();
        // A problem names one request by its correlation id, and a 404 could be stored otherwise (RFC 9111, section
        // 4.2.2).
        response.setStatusCode(fault.httpStatus())
                .putHeader("content-type", rendered.mediaType())
                .putHeader("cache-control", "no-store");
        if (fault == Fault.UNAUTHENTICATED && !response.headers().contains("www-authenticate")) {
            response.putHeader("www-authenticate", "Bearer");
        }
        if (problem.code().isTransient() && !response.headers().contains("retry-after")) {
            response.putHeader("retry-after", Long.toString(Problem.RETRY_AFTER.toSeconds()));
        }
        Buffer body = rendered.body();
        // The response to HEAD has the length of the body that GET would have.
        response.putHeader("content-length", Integer.toString(body.length()));
        if (isHead) {
            response.end();
        } else {
            response.end(body);
        }
    }

    /** Renders a problem with the current correlation id. */
    public static JsonObject json(Problem problem) {
        ErrorCode code = problem.code();
        var json = new JsonObject()
                .put("type", "https://corridor.dev/errors/" + code.code())
                .put("title", title(code))
                .put("status", code.fault().httpStatus())
                .put("code", code.code())
                .put("detail", problem.detail())
                .put("advice", code.advice())
                .put("correlation_id", Correlation.current());
        problem.extensions().forEach(json::put);
        return json;
    }

    /** Maps any failure to a {@link Problem}. An unexpected failure is internal, and its message is only logged. */
    public static Problem problemOf(Throwable failure, int status) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof HttpException http) {
            return http.getCause() == null || http.getCause() == http
                    ? ofStatus(http.getStatusCode(), failure)
                    : problemOf(http.getCause(), http.getStatusCode());
        }
        if (Database.isUnavailable(failure)) {
            return Problem.of(StandardError.UNAVAILABLE, "The service cannot reach its database just now.", failure);
        }
        if (failure instanceof TimeoutException) {
            return Problem.of(StandardError.DEADLINE_EXCEEDED, "The answer took too long.", failure);
        }
        return ofStatus(status < 400 ? 500 : status, failure);
    }

    /** A status that nobody has chosen here keeps its class: what the framework calls the caller's fault is no fault of ours. */
    private static Problem ofStatus(int status, Throwable cause) {
        return switch (status) {
            case 401 -> Problem.of(StandardError.UNAUTHENTICATED, "A valid token is required.", cause);
            case 403 -> Problem.of(StandardError.FORBIDDEN, "That is not allowed.", cause);
            case 404 -> Problem.of(StandardError.NOT_FOUND, "There is nothing at this path.", cause);
            case 405 -> Problem.of(StandardError.METHOD_NOT_ALLOWED, "This path does not take that method.", cause);
            case 406 -> Problem.of(StandardError.NOT_ACCEPTABLE, "The media types in Accept are not served.", cause);
            case 408 -> Problem.of(StandardError.REQUEST_TIMEOUT, "The request did not arrive in time.", cause);
            case 413 -> Problem.of(StandardError.PAYLOAD_TOO_LARGE, "The body is too large.", cause);
            case 414 -> Problem.of(StandardError.URI_TOO_LONG, "The path and query are too long.", cause);
            case 415 -> Problem.of(StandardError.UNSUPPORTED_MEDIA_TYPE, "That media type is not served.", cause);
            case 417 -> Problem.of(StandardError.EXPECTATION_FAILED, "That expectation is not known.", cause);
            case 431 -> Problem.of(StandardError.HEADERS_TOO_LARGE, "The headers are too large.", cause);
            case 503 -> Problem.of(StandardError.UNAVAILABLE, "The service is not available just now.", cause);
            case 504 -> Problem.of(StandardError.DEADLINE_EXCEEDED, "The answer took too long.", cause);
            default ->
                status < 500
                        ? Problem.of(StandardError.INVALID_REQUEST, "The request is malformed.", cause)
                        : Problem.of(StandardError.INTERNAL, "Something went wrong on our side.", cause);
        };
    }

    private static void logServerFault(Problem problem, RoutingContext context) {
        if (problem.isOurFault()) {
            LOG.atError()
                    .addKeyValue("code", problem.code().code())
                    .addKeyValue("path", context.request().path())
                    .setCause(problem.getCause())
                    .log("request failed: {}", problem.detail());
        }
    }

    private static String title(ErrorCode code) {
        String words = code.code().replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
