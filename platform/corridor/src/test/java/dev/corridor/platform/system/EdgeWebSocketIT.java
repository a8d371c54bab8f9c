package dev.corridor.platform.system;

/** The public door keeps RFC 6455: the edge passes bytes. */
class EdgeWebSocketIT extends WebSocketConformance {
    @Override
    RawWebSocket open(String... headers) {
        return RawWebSocket.open(RunningPlatform.shared().ports().edgeWebSocket(), "/stream/forex/1.0.0", headers);
    }
}
