package dev.corridor.edge.proxy;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.EdgeConfig.Limits;
import dev.corridor.edge.error.ErrorResponse;
import dev.corridor.kit.concurrency.RequestTimeouts;
import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.kit.vertx.CallerContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.MediaType;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proxy of one REST or GraphQL API. It reads the whole request body, up to the limit, before it sends the request; it streams
 * the response.
 */
public final class RestProxy implements ProxyInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(RestProxy.class);
    private static final Buffer EMPTY = Buffer.buffer();
    private static final Set<HttpMethod> IDEMPOTENT =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE);

    private final Vertx vertx;
    private final RequestTimeouts timeouts;
    private final Api api;
    private final Limits limits;
    private final ErrorResponse errors;
    private final HttpProxy proxy;

    public RestProxy(Vertx vertx, Api api, Backends backends, Limits limits, ErrorResponse errors) {
        this.vertx = vertx;
        this.timeouts = new RequestTimeouts(vertx, limits.answerTimeout());
        this.api = api;
        this.limits = limits;
        this.errors = errors;
        this.proxy = HttpProxy.reverseProxy(backends.http())
                .origin(context -> backends.open(
                        context.request().proxiedRequest(),
                        api,
                        context.request().getMethod(),
                        context.request().getURI()))
                .addInterceptor(this);
    }

    public void pass(RoutingContext context) {
        proxy.handle(context.request());
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        ProxyRequest request = context.request();
        HttpServerRequest received = request.proxiedRequest();
        request.setURI(api.backendUri(received.path(), received.query()));
        request.headers().remove("expect").remove("proxy-connection");
        return bodyOf(received)
                .compose(body -> send(context, body)
                        .recover(failure ->
                                isRepeatable(received, failure) ? send(context, body) : Future.failedFuture(failure)))
                .recover(failure -> Future.succeededFuture(answer(request, problemOf(received, failure))));
    }

    private static Future<ProxyResponse> send(ProxyContext context, Buffer body) {
        context.request().setBody(body.length() == 0 ? null : Body.body(body));
        return context.sendRequest();
    }

    /** Whether a second request does no harm after a connection has broken before the answer (RFC 9110, section 9.2.2). */
    private static boolean isRepeatable(HttpServerRequest caller, Throwable failure) {
        return (failure instanceof HttpClosedException || failure instanceof IOException)
                && IDEMPOTENT.contains(caller.method())
                && !caller.response().closed();
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
        // The edge has set its own correlation id; a second value would contradict it.
        context.response().headers().remove(Correlation.HEADER);
        Body body = context.response().getBody();
        Future<Void> sent = context.sendResponse();
        if (body != null && UnreadResponse.isPossible(body.length()) && !sent.isComplete()) {
            UnreadResponse.watch(vertx, context.request().proxiedRequest().response(), limits.readTimeout(), sent);
        }
        return sent;
    }

    private Future<Buffer> bodyOf(HttpServerRequest request) {
        if (hasBody(request)) {
            return readBody(request);
        }
        request.resume();
        return CallerContext.begin().map(EMPTY);
    }

    /** Whether a body may follow. Over HTTP/2 only the end of the stream tells. */
    private static boolean hasBody(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                || request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private Future<Buffer> readBody(ReadStream<Buffer> stream) {
        Promise<Buffer> done = CallerContext.promise(vertx);
        Buffer body = Buffer.buffer();
        stream.exceptionHandler(done::tryFail);
        stream.handler(chunk -> {
            if (body.length() + chunk.length() > limits.maxBodyBytes()) {
                done.tryFail(Problem.of(
                        StandardError.PAYLOAD_TOO_LARGE, "A body has at most " + limits.maxBodyBytes() + " bytes."));
            } else if (!done.future().isComplete()) {
                body.appendBuffer(chunk);
            }
        });
        stream.endHandler(end -> done.tryComplete(body));
        stream.resume();
        return timeouts.of(done.future())
                .recover(failure -> Future.failedFuture(failure instanceof TimeoutException ? tooSlow() : failure));
    }

    private Problem tooSlow() {
        return Problem.of(
                StandardError.REQUEST_TIMEOUT,
                "The body did not arrive within " + limits.answerTimeout().toSeconds() + " s.");
    }

    private Problem problemOf(HttpServerRequest caller, Throwable failure) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (caller.response().closed()) {
            return Problem.of(StandardError.UNAVAILABLE, "The caller has left.", failure);
        }
        LOG.atWarn()
                .addKeyValue("api", api.name())
                .addKeyValue("reason", String.valueOf(failure))
                .log("backend did not answer");
        Problem known = ProblemResponse.problemOf(failure, 500);
        return known.is(StandardError.INTERNAL)
                ? Problem.of(
                        StandardError.UNAVAILABLE, api.name() + " closed the connection before it answered.", failure)
                : known;
    }

    private ProxyResponse answer(ProxyRequest request, Problem problem) {
        Fault fault = problem.code().fault();
        var rendered = errors.render(request.proxiedRequest(), problem);
        ProxyResponse response = request.response()
                .setStatusCode(fault.httpStatus())
                .setBody(Body.body(rendered.body(), MediaType.parse(rendered.mediaType())));
        if (fault == Fault.UNAVAILABLE) {
            response.putHeader("retry-after", "1");
        }
        // The rest of the body would be read as the next request.
        if (fault == Fault.REQUEST_TIMEOUT && request.version() != HttpVersion.HTTP_2) {
            HttpServerRequest received = request.proxiedRequest();
            received.response().bodyEndHandler(sent -> received.connection().close());
        }
        if (fault == Fault.TOO_LARGE || fault == Fault.REQUEST_TIMEOUT) {
            response.putHeader("connection", "close");
        }
        return response;
    }
}
