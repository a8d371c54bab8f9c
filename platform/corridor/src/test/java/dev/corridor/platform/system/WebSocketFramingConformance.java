package dev.corridor.platform.system;

import static dev.corridor.platform.system.RawWebSocket.BINARY;
import static dev.corridor.platform.system.RawWebSocket.CLOSE;
import static dev.corridor.platform.system.RawWebSocket.PING;
import static dev.corridor.platform.system.RawWebSocket.PONG;
import static dev.corridor.platform.system.RawWebSocket.TEXT;

import dev.corridor.platform.system.RawWebSocket.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that break the base framing protocol close the connection: RFC 6455, sections 5.2 to 5.5. */
abstract class WebSocketFramingConformance extends WebSocketConformance {
    WebSocketFramingConformance(Endpoint endpoint) {
        super(endpoint);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "4, 1", "7, 1", "4, 2", "4, 9", "4, 8"})
    void reserved_bits_close_the_connection(int bits, int opcode) {
        try (var client = open()) {
            client.send(Frame.of(opcode).reserving(bits));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7, 11, 15})
    void a_reserved_opcode_closes_the_connection(int opcode) {
        try (var client = open()) {
            client.send(Frame.of(opcode, (byte) 1));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {TEXT, PING, CLOSE})
    void an_unmasked_frame_closes_the_connection(int opcode) {
        try (var client = open()) {
            client.sendUnmasked(Frame.of(opcode));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG, CLOSE})
    void a_fragmented_control_frame_closes_the_connection(int opcode) {
        try (var client = open()) {
            client.send(Frame.of(opcode).unfinished());

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG, CLOSE})
    void a_control_frame_of_more_than_125_bytes_closes_the_connection(int opcode) {
        try (var client = open()) {
            client.send(Frame.of(opcode, new byte[126]));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_continuation_without_a_message_closes_the_connection(boolean isFinal) {
        var continuation = Frame.continuation("{\"ping\":1}");
        try (var client = open()) {
            client.send(isFinal ? continuation : continuation.unfinished());

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @Test
    void a_continuation_of_a_complete_message_closes_the_connection() {
        try (var client = open()) {
            client.send(Frame.text("{\"ping\":").unfinished(), Frame.continuation("6}"), Frame.continuation("7"));

            assertPong(client, 6);
            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {TEXT, BINARY})
    void a_new_message_inside_another_closes_the_connection(int opcode) {
        try (var client = open()) {
            client.send(Frame.text("{\"ping\":").unfinished(), Frame.of(opcode));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @CsvSource({"126, 2", "127, 8"})
    void a_length_that_is_not_minimally_encoded_closes_the_connection(int shortLength, int lengthBytes) {
        try (var client = open()) {
            client.send(RawWebSocket.bytes(Frame.text("{\"ping\":1}"), shortLength, lengthBytes));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }
}
