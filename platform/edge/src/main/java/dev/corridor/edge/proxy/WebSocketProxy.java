package dev.corridor.edge.proxy;

import dev.corridor.edge.config.Api;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.RoutingContext;

/**
 * Joins a caller's WebSocket with one of the service's: after the handshake, bytes pass both ways unread. A caller that
 * reads slowly is felt by the service, which then sends less; nothing piles up here. (The WebSocket support of
 * vertx-http-proxy 5.0.7 writes without looking back, so it is not used.)
 */
public final class WebSocketProxy {
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Backends backends;
    private final int maxStreams;
    private final LongTaskTimer lifetimes;
    private int open;

    public WebSocketProxy(Backends backends, int maxStreams, MeterRegistry metrics) {
        this.backends = backends;
        this.maxStreams = maxStreams;
        this.lifetimes = LongTaskTimer.builder("corridor.edge.streams")
                .description("WebSocket connections that pass through the edge now")
                .register(metrics);
    }

    public void pass(RoutingContext context, Api api) {
        HttpServerRequest request = context.request();
        if (!request.canUpgradeToWebSocket()) {
            context.fail(
                    Problem.of(StandardError.INVALID_REQUEST, api.name() + " is a WebSocket; ask for the upgrade."));
            return;
        }
        if (open >= maxStreams) {
            context.fail(Problem.of(StandardError.UNAVAILABLE, "Too many streams are open."));
            return;
        }
        backends.open(api, HttpMethod.GET, api.backendUri(request.path(), request.query()))
                .compose(inside -> handshake(request, inside))
                .compose(answer -> join(request, answer))
                .onFailure(context::fail);
    }

    private static Future<HttpClientResponse> handshake(HttpServerRequest request, HttpClientRequest inside) {
        ProxyHeaders.copy(request.headers(), inside.headers());
        inside.putHeader("connection", "Upgrade").putHeader("upgrade", "websocket");
        // What ends a stream once it is joined is seen at its sockets.
        inside.exceptionHandler(broken -> {});
        return inside.connect();
    }

    private Future<Void> join(HttpServerRequest request, HttpClientResponse answer) {
        if (answer.statusCode() != SWITCHING_PROTOCOLS) {
            answer.request().connection().close();
            return Future.failedFuture(Problem.of(
                    StandardError.UNAVAILABLE, "The stream was not opened: status " + answer.statusCode() + "."));
        }
        NetSocket inside = answer.netSocket();
        inside.pause();
        HttpServerResponse response = request.response().setStatusCode(SWITCHING_PROTOCOLS);
        ProxyHeaders.copy(answer.headers(), response.headers());
        response.putHeader("connection", "Upgrade").putHeader("upgrade", "websocket");
        request.resume();
        return request.toNetSocket().onFailure(failure -> inside.close()).map(outside -> {
            open++;
            var lifetime = lifetimes.start();
            outside.closeHandler(closed -> {
                open--;
                lifetime.stop();
            });
            outside.pipeTo(inside);
            inside.pipeTo(outside);
            return null;
        });
    }
}
