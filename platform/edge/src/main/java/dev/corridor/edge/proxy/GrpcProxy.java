package dev.corridor.edge.proxy;

import dev.corridor.edge.config.Api;
import dev.corridor.kit.error.ErrorDetails;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.rest.ProblemResponse;
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

/**
 * Proxy of native gRPC. It pipes the messages of an HTTP/2 stream in both directions with back-pressure and passes the
 * trailers, which vertx-http-proxy does not support.
 */
public final class GrpcProxy {
    /** HTTP/2's error code for a cancelled stream (RFC 9113, section 7). */
    private static final long CANCEL = 8;

    private final Backends backends;

    public GrpcProxy(Backends backends) {
        this.backends = backends;
    }

    public static boolean isGrpc(HttpServerRequest request) {
        String contentType = request.getHeader("content-type");
        return request.version() == HttpVersion.HTTP_2
                && contentType != null
                && contentType.startsWith("application/grpc");
    }

    public void pass(RoutingContext context, Api api) {
        HttpServerRequest call = context.request();
        if (!isGrpc(call) || call.method() != HttpMethod.POST) {
            context.fail(Problem.of(StandardError.UNSUPPORTED_MEDIA_TYPE, api.name() + " is gRPC over HTTP/2."));
            return;
        }
        backends.open(api, HttpMethod.POST, api.backendUri(call.path(), null))
                .onSuccess(outgoing -> forward(context, call, outgoing))
                .onFailure(context::fail);
    }

    private static void forward(RoutingContext context, HttpServerRequest call, HttpClientRequest outgoing) {
        ProxyHeaders.copy(call.headers(), outgoing.headers());
        outgoing.setChunked(true).putHeader("te", "trailers");
        call.exceptionHandler(failure -> outgoing.reset(resetCode(failure)));
        call.response().exceptionHandler(failure -> outgoing.reset(resetCode(failure)));
        outgoing.response()
                .onSuccess(answer -> answer(call.response(), answer))
                .onFailure(failure -> context.fail(Problem.of(
                        StandardError.UNAVAILABLE, "The service closed the connection before it answered.", failure)));
        call.pipeTo(outgoing).onFailure(failure -> outgoing.reset(resetCode(failure)));
    }

    private static void answer(HttpServerResponse response, HttpClientResponse answer) {
        response.setStatusCode(answer.statusCode());
        response.headers().remove(Correlation.HEADER);
        ProxyHeaders.copy(answer.headers(), response.headers());
        boolean hasNoMessages = answer.headers().contains("grpc-status");
        if (!hasNoMessages) {
            response.writeHead();
        }
        answer.pipe()
                .endOnComplete(false)
                .to(response)
                .onSuccess(ended -> {
                    ProxyHeaders.copy(answer.trailers(), response.trailers());
                    response.end();
                })
                .onFailure(failure -> response.reset(resetCode(failure)));
    }

    private static long resetCode(Throwable failure) {
        return failure instanceof StreamResetException reset ? reset.getCode() : CANCEL;
    }

    /** Sends a failure as a trailers-only response: HTTP 200 with the gRPC status among the headers. */
    public static void fail(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.headWritten() || response.closed()) {
            response.reset(CANCEL);
            return;
        }
        Problem problem = ProblemResponse.problemOf(context.failure(), context.statusCode());
        response.putHeader("content-type", "application/grpc");
        response.putHeader("grpc-status", String.valueOf(problem.code().fault().grpcStatus()));
        response.putHeader("grpc-message", percentEncoded(problem.detail()));
        response.putHeader(ErrorDetails.KEY, ErrorDetails.of(problem, Correlation.current()));
        response.end();
    }

    /** Encodes a grpc-message: printable ASCII stays, everything else and the percent sign are percent-encoded. */
    private static String percentEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", " ");
    }
}
