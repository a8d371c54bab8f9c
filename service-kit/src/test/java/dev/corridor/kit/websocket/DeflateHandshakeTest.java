package dev.corridor.kit.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateHandshakeTest {
    private static final int MAX_MESSAGE_BYTES = 64;

    private final DeflateHandshake handshake = new DeflateHandshake(MAX_MESSAGE_BYTES);

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "server_no_context_takeover, server_no_context_takeover",
        "server_no_context_takeover client_no_context_takeover, server_no_context_takeover",
        "server_max_window_bits=15, server_max_window_bits=15",
        "client_max_window_bits, ''",
        "server_no_context_takeover server_max_window_bits=15 client_max_window_bits=15, "
                + "server_no_context_takeover server_max_window_bits=15",
    })
    void an_offer_is_accepted_with_what_the_server_must_repeat(String offer, String repeated) {
        var accepted = negotiate("permessage-deflate", offer);

        assertThat(accepted).isNotNull();
        assertThat(accepted.newReponseData().name()).isEqualTo("permessage-deflate");
        assertThat(accepted.newReponseData().parameters()).containsAllEntriesOf(parameters(repeated));
        assertThat(accepted.newReponseData().parameters().keySet())
                .as("nothing that was not offered")
                .isSubsetOf(parameters(offer).keySet());
        assertThat(accepted.newExtensionEncoder()).isNotNull();
        assertThat(accepted.newExtensionDecoder()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server_max_window_bits=10",
                "server_max_window_bits=16",
                "server_max_window_bits",
                "server_max_window_bits=x",
                "unknown_parameter",
                "server_max_window_bits=15 unknown_parameter",
            })
    void an_offer_that_cannot_be_kept_is_declined(String offer) {
        assertThat(negotiate("permessage-deflate", offer)).isNull();
    }

    @Test
    void another_extension_is_declined() {
        assertThat(negotiate("x-webkit-deflate-frame", "server_max_window_bits=15"))
                .isNull();
    }

    private WebSocketServerExtension negotiate(String name, String parameters) {
        return handshake.handshakeExtension(new WebSocketExtensionData(name, parameters(parameters)));
    }

    private static Map<String, String> parameters(String text) {
        var parameters = new HashMap<String, String>();
        Arrays.stream(text.split(" ")).filter(each -> !each.isEmpty()).forEach(each -> {
            var parts = each.split("=");
            parameters.put(parts[0], parts.length == 1 ? null : parts[1]);
        });
        return parameters;
    }
}
