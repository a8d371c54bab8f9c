package dev.corridor.platform.system;

import static dev.corridor.platform.system.RawWebSocket.COMPRESSED;
import static dev.corridor.platform.system.RawWebSocket.CONTINUATION;
import static dev.corridor.platform.system.RawWebSocket.EMPTY_BLOCK_END;
import static dev.corridor.platform.system.RawWebSocket.PING;
import static dev.corridor.platform.system.RawWebSocket.PONG;
import static dev.corridor.platform.system.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.platform.system.RawWebSocket.Frame;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed messages: RFC 7692. */
abstract class WebSocketCompressionConformance extends WebSocketConformance {
    private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate";

    WebSocketCompressionConformance(Endpoint endpoint) {
        super(endpoint);
    }

    @Test
    void without_negotiation_nothing_is_compressed() {
        try (var client = open()) {
            assertThat(client.header("sec-websocket-extensions")).isNull();
            assertThat(client.send(Frame.text("{\"ping\":1}")).receive().reserved())
                    .isZero();
        }
    }

    @Test
    void compressed_messages_are_answered_by_compressed_messages() {
        try (var client = open(DEFLATE)) {
            assertThat(client.header("sec-websocket-extensions")).isEqualTo("permessage-deflate");

            byte[] message = deflated("{\"ping\":9}".getBytes(StandardCharsets.UTF_8));
            client.send(Frame.of(TEXT, message).reserving(COMPRESSED));

            assertCompressedPong(client, 9);
        }
    }

    /** Offers of gorilla, nhooyr and other clients. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "server_no_context_takeover; client_no_context_takeover",
                "server_no_context_takeover",
                "server_max_window_bits=15; server_no_context_takeover",
            })
    void without_context_takeover_each_message_is_compressed_by_itself(String parameters) {
        try (var client = open(DEFLATE + "; " + parameters)) {
            assertThat(client.header("sec-websocket-extensions")).contains("server_no_context_takeover");

            client.send(Frame.text("{\"ping\":12}"));
            assertCompressedPong(client, 12);
            client.send(Frame.text("{\"ping\":13}"));
            assertCompressedPong(client, 13);
        }
    }

    @Test
    void a_compressed_message_may_be_fragmented() {
        byte[] message = deflated("{\"ping\":10}".getBytes(StandardCharsets.UTF_8));
        try (var client = open(DEFLATE)) {
            client.send(
                    Frame.of(TEXT, Arrays.copyOf(message, 3))
                            .reserving(COMPRESSED)
                            .unfinished(),
                    Frame.of(PING),
                    Frame.of(CONTINUATION, Arrays.copyOfRange(message, 3, message.length)));

            assertThat(client.receive().opcode()).isEqualTo(PONG);
            assertCompressedPong(client, 10);
        }
    }

    @Test
    void after_negotiation_a_message_may_still_be_uncompressed() {
        try (var client = open(DEFLATE)) {
            client.send(Frame.text("{\"ping\":11}"));

            assertCompressedPong(client, 11);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "6, 1", "4, 9"})
    void after_negotiation_other_reserved_bits_still_close_the_connection(int bits, int opcode) {
        try (var client = open(DEFLATE)) {
            client.send(Frame.of(opcode, deflated(new byte[] {' '})).reserving(bits));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @Test
    void a_message_that_cannot_be_inflated_closes_the_connection() {
        try (var client = open(DEFLATE)) {
            client.send(Frame.of(TEXT, HexFormat.of().parseHex("ffffffffffff")).reserving(COMPRESSED));

            assertClosed(client, NOT_UTF_8);
        }
    }

    @Test
    void a_message_that_inflates_to_invalid_utf_8_closes_the_connection() {
        try (var client = open(DEFLATE)) {
            client.send(Frame.of(TEXT, deflated(new byte[] {'"', (byte) 0x80})).reserving(COMPRESSED));

            assertClosed(client, NOT_UTF_8);
        }
    }

    @Test
    void a_message_that_inflates_above_the_size_limit_closes_the_connection() {
        try (var client = open(DEFLATE)) {
            client.send(Frame.of(TEXT, deflated(spaces(50_000_000))).reserving(COMPRESSED));

            assertClosed(client, TOO_BIG);
        }
    }

    private static byte[] deflated(byte[] message) {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(message);
        var deflated = new ByteArrayOutputStream();
        byte[] chunk = new byte[8_192];
        for (int length = chunk.length; length == chunk.length; ) {
            length = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
            deflated.write(chunk, 0, length);
        }
        deflater.end();
        return Arrays.copyOf(deflated.toByteArray(), deflated.size() - EMPTY_BLOCK_END.length);
    }

    private static void assertCompressedPong(RawWebSocket client, int ping) {
        var response = client.receive();
        assertThat(response.reserved()).isEqualTo(COMPRESSED);
        assertThat(json(response))
                .isEqualTo(new JsonObject().put("type", "pong").put("ping", ping));
    }
}
