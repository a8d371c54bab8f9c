package dev.corridor.edge.proxy;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.proxy.FrameLimits.Violation;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.Correlation;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.RoutingContext;

/**
 * Proxy of WebSocket streams. After the handshake it pipes bytes in both directions with back-pressure, so that a caller who
 * reads slowly slows the service down instead of filling a queue here. The WebSocket support of vertx-http-proxy 5.0.7 has no
 * back-pressure and is not used.
 */
public final class WebSocketProxy {
    private static final int SWITCHING_PROTOCOLS = 101;
    /** The services end a stream in the same way. */
    private static final Violation TOKEN_ENDED = new Violation(1008, "token_expired");

    private final Vertx vertx;
    private final Backends backends;
    private final AuthorizedStreams authorized;
    private final int maxStreams;
    private final LongTaskTimer lifetimes;
    private int open;

    public WebSocketProxy(
            Vertx vertx, Backends backends, AuthorizedStreams authorized, int maxStreams, MeterRegistry metrics) {
        this.authorized = authorized;
        this.vertx = vertx;
        this.backends = backends;
        this.maxStreams = maxStreams;
        this.lifetimes = LongTaskTimer.builder("corridor.edge.streams")
                .description("Open WebSocket connections through the edge")
                .register(metrics);
    }

    public void pass(RoutingContext context, Api api, StreamPermit permit) {
        HttpServerRequest request = context.request();
        if (open >= maxStreams) {
            context.fail(Problem.of(StandardError.UNAVAILABLE, "Too many streams are open."));
            return;
        }
        backends.open(request, api, HttpMethod.GET, api.backendUri(request.path(), QueryToken.strip(request.query())))
                .compose(outgoing -> handshake(request, outgoing))
                .compose(answer -> answer(request, answer, permit))
                .onFailure(context::fail);
    }

    private static Future<HttpClientResponse> handshake(HttpServerRequest request, HttpClientRequest outgoing) {
        ProxyHeaders.copy(request.headers(), outgoing.headers());
        outgoing.headers().remove("content-length");
        outgoing.putHeader("connection", "Upgrade").putHeader("upgrade", "websocket");
        // After the upgrade, the sockets report how the stream ends.
        outgoing.exceptionHandler(broken -> {});
        return outgoing.connect()
                .recover(failure -> Future.failedFuture(Problem.of(
                        StandardError.UNAVAILABLE, "The service closed the connection before it answered.", failure)));
    }

    private Future<Void> answer(HttpServerRequest request, HttpClientResponse answer, StreamPermit permit) {
        if (request.response().closed()) {
            answer.request().connection().close();
            return Future.failedFuture(new CallerLeft());
        }
        return answer.statusCode() == SWITCHING_PROTOCOLS ? join(request, answer, permit) : refuse(request, answer);
    }

    /** Passes the service's refusal on as it is. */
    private static Future<Void> refuse(HttpServerRequest request, HttpClientResponse answer) {
        HttpServerResponse response = request.response().setStatusCode(answer.statusCode());
        response.headers().remove(Correlation.HEADER);
        ProxyHeaders.copy(answer.headers(), response.headers());
        if (!response.headers().contains("content-length")) {
            response.setChunked(true);
        }
        request.resume();
        answer.pipeTo(response)
                .onFailure(broken -> response.reset())
                .onComplete(ended -> answer.request().connection().close());
        return Future.succeededFuture();
    }

    private Future<Void> join(HttpServerRequest request, HttpClientResponse answer, StreamPermit permit) {
        NetSocket backendSocket = answer.netSocket();
        backendSocket.pause();
        HttpServerResponse response = request.response().setStatusCode(SWITCHING_PROTOCOLS);
        ProxyHeaders.copy(answer.headers(), response.headers());
        response.putHeader("connection", "Upgrade").putHeader("upgrade", "websocket");
        request.resume();
        var upgraded = request.toNetSocket().onFailure(failure -> {
            backendSocket.close();
            permit.release().run();
        });
        return upgraded.map(callerSocket -> {
            open++;
            var lifetime = lifetimes.start();
            var relay = new WebSocketRelay(vertx, callerSocket, backendSocket);
            Runnable unwatch = permit.token()
                    .map(token -> authorized.add(token, () -> relay.end(TOKEN_ENDED)))
                    .orElse(() -> {});
            relay.start(permit.messagesPerMinute(), () -> {
                open--;
                unwatch.run();
                lifetime.stop();
                permit.release().run();
            });
            return null;
        });
    }
}
