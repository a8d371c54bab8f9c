package dev.corridor.platform.system;

import dev.corridor.platform.home.ServiceName;

/** The forex service's own door keeps RFC 6455. */
class ServiceWebSocketIT extends WebSocketConformance {
    @Override
    RawWebSocket open(String... headers) {
        return RawWebSocket.open(RunningPlatform.shared().ports().http(ServiceName.FOREX), "/ws/rates", headers);
    }
}
