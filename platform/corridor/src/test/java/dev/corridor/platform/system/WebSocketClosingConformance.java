package dev.corridor.platform.system;

import static dev.corridor.platform.system.RawWebSocket.CLOSE;
import static dev.corridor.platform.system.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.platform.system.RawWebSocket.Frame;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing handshake and close codes: RFC 6455, sections 5.5.1 and 7. */
abstract class WebSocketClosingConformance extends WebSocketConformance {
    WebSocketClosingConformance(Endpoint endpoint) {
        super(endpoint);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1003, 1011, 1014, 3000, 4999})
    void a_close_is_answered_with_its_code_and_the_connection_ends(int code) {
        byte[] reason = "Auf Wiedersehen, мир".getBytes(StandardCharsets.UTF_8);
        try (var client = open()) {
            // Sent in one write: bytes that reach a closed connection reset it, and the response may be lost.
            client.send(RawWebSocket.concatenate(Frame.close(code, reason), Frame.text("{\"ping\":1}")));

            assertClosed(client, code);
        }
    }

    @Test
    void nothing_follows_a_close_frame_even_during_a_stream() {
        try (var client = open()) {
            client.send(Frame.text("{\"subscribe\":[\"*\"]}"));
            client.receive();
            client.send(Frame.close(1000));

            var frame = client.receive();
            while (frame.opcode() == TEXT) {
                frame = client.receive();
            }
            assertThat(frame.opcode()).isEqualTo(CLOSE);
            client.awaitEnd();
        }
    }

    @Test
    void a_close_without_a_code_is_answered_and_the_connection_ends() {
        try (var client = open()) {
            client.send(Frame.of(CLOSE));

            var close = client.receive();
            assertThat(close.opcode()).isEqualTo(CLOSE);
            assertThat(close.payload().length == 0 || close.code() == 1000).isTrue();
            client.awaitEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535})
    void a_close_code_that_must_not_be_sent_is_a_protocol_error(int code) {
        try (var client = open()) {
            client.send(Frame.close(code));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @Test
    void a_close_code_of_one_byte_is_a_protocol_error() {
        try (var client = open()) {
            client.send(Frame.of(CLOSE, (byte) 3));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "cebae1bdb9cf83cebcceb5eda080", "c3"})
    void a_close_reason_that_is_not_utf_8_is_refused(String hex) {
        try (var client = open()) {
            client.send(Frame.close(1000, HexFormat.of().parseHex(hex)));

            assertClosed(client, NOT_UTF_8);
        }
    }
}
