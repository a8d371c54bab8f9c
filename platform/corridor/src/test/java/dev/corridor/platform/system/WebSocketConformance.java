package dev.corridor.platform.system;

import static dev.corridor.platform.system.RawWebSocket.CLOSE;
import static dev.corridor.platform.system.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.platform.system.RawWebSocket.Frame;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;

/** Base of the tests that send WebSocket frames to the stream of live rates. Each transport runs all of them. */
abstract class WebSocketConformance {
    static final int PROTOCOL_ERROR = 1002;
    static final int NOT_UTF_8 = 1007;
    static final int TOO_BIG = 1009;
    static final int MAX_MESSAGE_BYTES = 65_536;

    private final Endpoint endpoint;

    /** Opens a connection to the endpoint under test. */
    interface Endpoint {
        RawWebSocket open(String... headers);
    }

    WebSocketConformance(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    RawWebSocket open(String... headers) {
        return endpoint.open(headers);
    }

    static byte[] spaces(int count) {
        byte[] spaces = new byte[count];
        Arrays.fill(spaces, (byte) ' ');
        return spaces;
    }

    static void assertPong(RawWebSocket client, Object ping) {
        var response = client.receive();
        assertThat(response.opcode()).isEqualTo(TEXT);
        assertThat(json(response))
                .isEqualTo(new JsonObject().put("type", "pong").put("ping", ping));
    }

    static void assertClosed(RawWebSocket client, int code) {
        var close = client.receive();
        assertThat(close.opcode()).as("opcode of %s", close.asText()).isEqualTo(CLOSE);
        assertThat(close.code()).isEqualTo(code);
        client.awaitEnd();
    }

    static JsonObject json(Frame frame) {
        return new JsonObject(frame.asText());
    }
}
