package dev.corridor.platform.system;

import dev.corridor.platform.home.ServiceName;
import org.junit.jupiter.api.Nested;

/** Conformance of the forex service's own WebSocket endpoint. */
class ServiceWebSocketIT {
    private static RawWebSocket open(String... headers) {
        return RawWebSocket.open(RunningPlatform.shared().ports().http(ServiceName.FOREX), "/ws/rates", headers);
    }

    @Nested
    class Messages extends WebSocketMessageConformance {
        Messages() {
            super(ServiceWebSocketIT::open);
        }
    }

    @Nested
    class Framing extends WebSocketFramingConformance {
        Framing() {
            super(ServiceWebSocketIT::open);
        }
    }

    @Nested
    class Closing extends WebSocketClosingConformance {
        Closing() {
            super(ServiceWebSocketIT::open);
        }
    }

    @Nested
    class Compression extends WebSocketCompressionConformance {
        Compression() {
            super(ServiceWebSocketIT::open);
        }
    }
}
