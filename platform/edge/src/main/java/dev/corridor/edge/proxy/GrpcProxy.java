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
 * Passes native gRPC: HTTP/2 streams with their trailers, messages unread, each side held back by the other. (The trailers
 * are what vertx-http-proxy can't do.)
 */
public final class GrpcProxy {
    /** HTTP/2's error code for a stream that nobody wants any more. */
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
            context.fail(Problem.of(StandardError.UNSUPPORTED_MEDIA_TYPE, api.name() + " speaks gRPC, over HTTP/2."));
            return;
        }
        backends.open(api, HttpMethod.POST, api.backendUri(call.path(), null))
                .onSuccess(inside -> carry(context, call, inside))
                .onFailure(context::fail);
    }

    private static void carry(RoutingContext context, HttpServerRequest call, HttpClientRequest inside) {
        ProxyHeaders.copy(call.headers(), inside.headers());
        inside.setChunked(true).putHeader("te", "trailers");
        call.exceptionHandler(failure -> inside.reset(resetCode(failure)));
        call.response().exceptionHandler(failure -> inside.reset(resetCode(failure)));
        inside.response()
                .onSuccess(answer -> answer(call.response(), answer))
                .onFailure(failure -> context.fail(
                        Problem.of(StandardError.UNAVAILABLE, "The service broke off before it answered.", failure)));
        call.pipeTo(inside).onFailure(failure -> inside.reset(resetCode(failure)));
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

    /** Answers a failure as gRPC does: HTTP 200, and the status in the headers as there is no message. */
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

    /** As gRPC wants its message: printable ASCII but for the percent sign. */
    private static String percentEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", " ");
    }
}
