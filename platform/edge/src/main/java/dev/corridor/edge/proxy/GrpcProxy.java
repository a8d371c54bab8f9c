package dev.corridor.edge.proxy;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.error.GatewayError;
import dev.corridor.kit.error.ErrorDetails;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.rest.ProblemResponse;
import io.vertx.core.AsyncResult;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Proxy of native gRPC, gRPC-Web, and the same methods as JSON. It pipes the messages of an HTTP/2 stream in both directions with
 * back-pressure and passes resets and trailers, which vertx-http-proxy does not support. The stream to the service ends with the
 * caller's, however that ends.
 */
public final class GrpcProxy {
    /** HTTP/2's error codes (RFC 9113, section 7). */
    private static final long NO_ERROR = 0;

    private static final long CANCEL = 8;
    /** application/grpc and its encodings such as application/grpc+proto. */
    private static final Pattern NATIVE = Pattern.compile("application/grpc([+;].*)?", Pattern.CASE_INSENSITIVE);
    /** gRPC-Web, whose trailers are part of the body, so that it passes over HTTP/1.1 as well. */
    private static final Pattern WEB =
            Pattern.compile("application/grpc-web(-text)?([+;].*)?", Pattern.CASE_INSENSITIVE);

    private final Backends backends;
    private final Duration answerTimeout;

    /** @param answerTimeout for the head of a response in JSON; gRPC's callers set deadlines */
    public GrpcProxy(Backends backends, Duration answerTimeout) {
        this.backends = backends;
        this.answerTimeout = answerTimeout;
    }

    public static boolean isGrpc(HttpServerRequest request) {
        String contentType = request.getHeader("content-type");
        if (contentType == null) {
            return false;
        }
        return WEB.matcher(contentType).matches()
                || request.version() == HttpVersion.HTTP_2
                        && NATIVE.matcher(contentType).matches();
    }

    public void pass(RoutingContext context, Api api) {
        HttpServerRequest call = context.request();
        if (!isGrpc(call) && !api.isNativePath(call.path())) {
            passJson(context, api);
            return;
        }
        if (call.method() != HttpMethod.POST) {
            context.response().putHeader("allow", "POST");
            context.fail(405);
            return;
        }
        if (!isGrpc(call)) {
            context.fail(Problem.of(GatewayError.GRPC_REQUIRED, api.name() + " is gRPC over HTTP/2, or gRPC-Web."));
            return;
        }
        backends.open(call, api, HttpMethod.POST, api.backendUri(call.path(), null))
                .onSuccess(outgoing -> forward(context, outgoing.putHeader("te", "trailers")))
                .onFailure(context::fail);
    }

    private void passJson(RoutingContext context, Api api) {
        HttpServerRequest call = context.request();
        backends.open(call, api, call.method(), api.backendUri(call.path(), call.query()))
                .onSuccess(outgoing -> {
                    long patience = context.vertx().setTimer(answerTimeout.toMillis(), late -> {
                        fail(context, Problem.of(StandardError.DEADLINE_EXCEEDED, api.name() + " did not answer."));
                        outgoing.reset(CANCEL);
                    });
                    outgoing.response().onComplete(answered -> context.vertx().cancelTimer(patience));
                    forward(context, outgoing);
                })
                .onFailure(context::fail);
    }

    /** Answers with a problem, unless the service has answered meanwhile or the caller has left. */
    private static void fail(RoutingContext context, Problem problem) {
        if (!context.response().closed() && !context.response().headWritten()) {
            context.fail(problem);
        }
    }

    private static void forward(RoutingContext context, HttpClientRequest outgoing) {
        HttpServerRequest call = context.request();
        ProxyHeaders.copy(call.headers(), outgoing.headers());
        outgoing.setChunked(true);
        // The response reports resets. Vert.x would log them as well if there were no handler.
        outgoing.exceptionHandler(reset -> {});
        context.addEndHandler(ended -> outgoing.reset(resetCode(ended)));
        outgoing.response().onSuccess(answer -> answer(context, answer)).onFailure(failure -> refuse(context, failure));
        // At once: Vert.x 5.0 never frees the pool's slot of an HTTP/2 request that is reset before its head is
        // written.
        outgoing.sendHead();
        call.pipe().endOnFailure(false).to(outgoing).onFailure(failure -> outgoing.reset(resetCode(failure)));
    }

    private static void answer(RoutingContext context, HttpClientResponse answer) {
        HttpServerResponse response = context.response();
        response.setStatusCode(answer.statusCode());
        response.headers().remove(Correlation.HEADER);
        ProxyHeaders.copy(answer.headers(), response.headers());
        boolean hasNoMessages = answer.headers().contains("grpc-status");
        if (!hasNoMessages) {
            if (context.request().version() != HttpVersion.HTTP_2
                    && !response.headers().contains("content-length")) {
                response.setChunked(true);
            }
            response.writeHead();
        }
        answer.pipe()
                .endOnComplete(false)
                .to(response)
                .onSuccess(ended -> end(response, answer.trailers()))
                // Later, because the pipe is still writing, and does not know yet whether the caller has left.
                .onFailure(failure -> context.vertx().runOnContext(later -> breakOff(context, failure)));
    }

    /**
     * Ends an answer. One without messages has its status among the headers: clients require that these headers end the stream,
     * which they do only if nobody has touched the trailers of the response.
     */
    private static void end(HttpServerResponse response, MultiMap trailers) {
        if (!trailers.isEmpty()) {
            ProxyHeaders.copy(trailers, response.trailers());
        }
        response.end();
    }

    /** Tells the caller that the service did not answer. */
    private static void refuse(RoutingContext context, Throwable failure) {
        if (context.response().closed()) {
            // Netty closes a connection on which a server resets many streams, also those that have ended.
            return;
        }
        if (failure instanceof StreamResetException reset && isGrpc(context.request())) {
            context.response().reset(reset.getCode());
        } else {
            fail(context, disconnected(failure));
        }
    }

    /** Tells the caller that the answer ends early. */
    private static void breakOff(RoutingContext context, Throwable failure) {
        HttpServerResponse response = context.response();
        if (response.closed()) {
            return;
        }
        if (failure instanceof StreamResetException reset) {
            response.reset(reset.getCode());
        } else if (!isGrpc(context.request())) {
            response.reset(CANCEL);
        } else if (!response.ended()) {
            putStatus(response.headWritten() ? response.trailers() : response.headers(), disconnected(failure));
            response.end();
        }
    }

    private static Problem disconnected(Throwable failure) {
        return Problem.of(
                StandardError.UNAVAILABLE,
                "The service closed the connection before its answer was complete.",
                failure);
    }

    /** How to end the stream to the service after the caller's has ended; no effect if both sides are complete. */
    private static long resetCode(AsyncResult<Void> ended) {
        return ended.succeeded() ? NO_ERROR : resetCode(ended.cause());
    }

    /**
     * Netty closes a connection, with the calls of all callers, on which a client resets many streams by other codes than these two,
     * so that a caller's own code is not passed on.
     */
    private static long resetCode(Throwable failure) {
        return failure instanceof StreamResetException reset && reset.getCode() == NO_ERROR ? NO_ERROR : CANCEL;
    }

    /** Sends a failure as a trailers-only response: HTTP 200 with the gRPC status among the headers. */
    public static void fail(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            response.reset(CANCEL);
            return;
        }
        response.putHeader("content-type", "application/grpc");
        putStatus(response.headers(), ProblemResponse.problemOf(context.failure(), context.statusCode()));
        response.end();
    }

    private static void putStatus(MultiMap headers, Problem problem) {
        headers.set("grpc-status", String.valueOf(problem.code().fault().grpcStatus()));
        headers.set("grpc-message", percentEncoded(problem.detail()));
        headers.set(ErrorDetails.KEY, ErrorDetails.of(problem, Correlation.current()));
    }

    /** Encodes a grpc-message: printable ASCII stays, everything else and the percent sign are percent-encoded. */
    private static String percentEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", " ");
    }
}
