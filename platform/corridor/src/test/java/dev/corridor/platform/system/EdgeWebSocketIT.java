package dev.corridor.platform.system;

import org.junit.jupiter.api.Nested;

/** Conformance of the public WebSocket endpoint: the edge forwards bytes and must not change them. */
class EdgeWebSocketIT {
    private static RawWebSocket open(String... headers) {
        return RawWebSocket.open(RunningPlatform.shared().ports().edgeWebSocket(), "/stream/forex/1.0.0", headers);
    }

    @Nested
    class Messages extends WebSocketMessageConformance {
        Messages() {
            super(EdgeWebSocketIT::open);
        }
    }

    @Nested
    class Framing extends WebSocketFramingConformance {
        Framing() {
            super(EdgeWebSocketIT::open);
        }
    }

    @Nested
    class Closing extends WebSocketClosingConformance {
        Closing() {
            super(EdgeWebSocketIT::open);
        }
    }

    @Nested
    class Compression extends WebSocketCompressionConformance {
        Compression() {
            super(EdgeWebSocketIT::open);
        }
    }
}
