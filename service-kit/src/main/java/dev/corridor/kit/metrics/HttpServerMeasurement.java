package dev.corridor.kit.metrics;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;

/**
 * Measures one HTTP server: requests by {@link HttpServerMeters}, connections and WebSockets by Vert.x's own metrics.
 *
 * @param <W> Vert.x's metric of a WebSocket
 * @param <S> Vert.x's metric of a connection
 */
final class HttpServerMeasurement<W, S> implements HttpServerMetrics<HttpServerMeters.Exchange, W, S> {
    private final HttpServerMetrics<?, W, S> connections;
    private final HttpServerMeters meters;

    HttpServerMeasurement(HttpServerMetrics<?, W, S> connections, HttpServerMeters meters) {
        this.connections = connections;
        this.meters = meters;
    }

    @Override
    public HttpServerMeters.Exchange requestBegin(S connection, HttpRequest request) {
        return meters.begin(request.method());
    }

    @Override
    public void requestEnd(HttpServerMeters.Exchange exchange, HttpRequest request, long bytesRead) {
        exchange.requestEnded(bytesRead);
    }

    @Override
    public void requestReset(HttpServerMeters.Exchange exchange) {
        exchange.reset();
    }

    @Override
    public HttpServerMeters.Exchange responsePushed(
            S connection, HttpMethod method, String uri, HttpResponse response) {
        return meters.begin(method);
    }

    @Override
    public void responseEnd(HttpServerMeters.Exchange exchange, HttpResponse response, long bytesWritten) {
        exchange.responseEnded(response.statusCode(), bytesWritten);
    }

    @Override
    public W connected(S connection, HttpServerMeters.Exchange upgrade, ServerWebSocket webSocket) {
        return connections.connected(connection, null, webSocket);
    }

    @Override
    public void disconnected(W webSocket) {
        connections.disconnected(webSocket);
    }

    @Override
    public S connected(SocketAddress remoteAddress, String remoteName) {
        return connections.connected(remoteAddress, remoteName);
    }

    @Override
    public void disconnected(S connection, SocketAddress remoteAddress) {
        connections.disconnected(connection, remoteAddress);
    }

    @Override
    public void bytesRead(S connection, SocketAddress remoteAddress, long numberOfBytes) {
        connections.bytesRead(connection, remoteAddress, numberOfBytes);
    }

    @Override
    public void bytesWritten(S connection, SocketAddress remoteAddress, long numberOfBytes) {
        connections.bytesWritten(connection, remoteAddress, numberOfBytes);
    }

    @Override
    public void exceptionOccurred(S connection, SocketAddress remoteAddress, Throwable failure) {
        connections.exceptionOccurred(connection, remoteAddress, failure);
    }

    @Override
    public void close() {
        connections.close();
    }
}
