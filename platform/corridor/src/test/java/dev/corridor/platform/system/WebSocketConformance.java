package dev.corridor.platform.system;

import static dev.corridor.platform.system.RawWebSocket.BINARY;
import static dev.corridor.platform.system.RawWebSocket.CLOSE;
import static dev.corridor.platform.system.RawWebSocket.CONTINUATION;
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
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 frame by frame, and RFC 7692, against the stream of live rates. The same at each of its doors. */
abstract class WebSocketConformance {
    private static final int PROTOCOL_ERROR = 1002;
    private static final int NOT_UTF_8 = 1007;
    private static final int TOO_BIG = 1009;
    private static final int MAX_MESSAGE_BYTES = 65_536;
    private static final int RESERVED_1 = 4;
    private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate";
    private static final byte[] EMPTY_BLOCK_END = {0, 0, (byte) 0xff, (byte) 0xff};

    abstract RawWebSocket open(String... headers);

    @Test
    void a_message_in_one_frame_is_answered() {
        try (var client = open()) {
            client.send(Frame.text("{\"ping\":1}"));

            assertAnswered(client, 1);
        }
    }

    @Test
    void a_message_in_fragments_is_answered_once_it_is_whole() {
        try (var client = open()) {
            client.send(
                    Frame.text("{\"pi").unfinished(),
                    Frame.continuation("ng\":").unfinished(),
                    Frame.continuation("2}"));

            assertAnswered(client, 2);
        }
    }

    @Test
    void control_frames_between_fragments_are_answered_at_once() {
        try (var client = open()) {
            client.send(
                    Frame.text("{\"pi").unfinished(),
                    Frame.of(PING, (byte) 7),
                    Frame.of(PONG, (byte) 0xff),
                    Frame.continuation("ng\":").unfinished(),
                    Frame.of(PING, (byte) 8));

            assertThat(client.receive()).usingRecursiveComparison().isEqualTo(Frame.of(PONG, (byte) 7));
            assertThat(client.receive()).usingRecursiveComparison().isEqualTo(Frame.of(PONG, (byte) 8));
            client.send(Frame.continuation("3}"));
            assertAnswered(client, 3);
        }
    }

    @Test
    void empty_fragments_are_part_of_a_message_too() {
        try (var client = open()) {
            client.send(
                    Frame.text("").unfinished(),
                    Frame.continuation("{\"ping\":4}").unfinished(),
                    Frame.continuation(""));

            assertAnswered(client, 4);
        }
    }

    @Test
    void a_character_may_be_split_between_fragments() {
        byte[] text = "{\"ping\":\"κόσμε €😀\"}".getBytes(StandardCharsets.UTF_8);
        try (var client = open()) {
            client.send(Frame.of(TEXT, text[0]).unfinished());
            for (int i = 1; i < text.length; i++) {
                var fragment = Frame.of(CONTINUATION, text[i]);
                client.send(i < text.length - 1 ? fragment.unfinished() : fragment);
            }

            assertAnswered(client, "κόσμε €😀");
        }
    }

    @Test
    void frames_may_arrive_byte_by_byte_and_several_at_once() {
        try (var client = open()) {
            for (byte each : RawWebSocket.bytes(Frame.text("{\"ping\":1}"))) {
                client.send(new byte[] {each});
            }
            assertAnswered(client, 1);

            client.send(RawWebSocket.together(IntStream.rangeClosed(2, 5)
                    .mapToObj(i -> Frame.text("{\"ping\":" + i + "}"))
                    .toArray(Frame[]::new)));
            for (int i = 2; i <= 5; i++) {
                assertAnswered(client, i);
            }
        }
    }

    @Test
    void a_ping_is_answered_by_a_pong_with_the_same_payload() {
        byte[] longest = new byte[125];
        Arrays.fill(longest, (byte) 0xfe);
        try (var client = open()) {
            client.send(Frame.of(PING), Frame.of(PING, (byte) 0, (byte) 0xff), Frame.of(PING, longest));

            assertThat(client.receive()).usingRecursiveComparison().isEqualTo(Frame.of(PONG));
            assertThat(client.receive()).usingRecursiveComparison().isEqualTo(Frame.of(PONG, (byte) 0, (byte) 0xff));
            assertThat(client.receive()).usingRecursiveComparison().isEqualTo(Frame.of(PONG, longest));
        }
    }

    @Test
    void a_pong_that_nobody_asked_for_is_ignored() {
        try (var client = open()) {
            client.send(Frame.of(PONG), Frame.of(PONG, (byte) 1), Frame.text("{\"ping\":5}"));

            assertAnswered(client, 5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "c0af", "eda080", "f4908080", "cebae1bdb9cf83cebcceb5eda080656469746564", "22c3"})
    void text_that_is_not_utf_8_ends_the_connection(String hex) {
        byte[] text = HexFormat.of().parseHex(hex);
        try (var client = open()) {
            client.send(Frame.of(TEXT, text));

            assertClosed(client, NOT_UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({"c3, 22", "22, 80", "f0, 9f98", "e2, 28a1"})
    void text_whose_fragments_together_are_not_utf_8_ends_the_connection(String first, String second) {
        try (var client = open()) {
            client.send(
                    Frame.of(TEXT, HexFormat.of().parseHex(first)).unfinished(),
                    Frame.of(CONTINUATION, HexFormat.of().parseHex(second)));

            assertClosed(client, NOT_UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "4, 1", "7, 1", "4, 2", "4, 9", "4, 8"})
    void reserved_bits_end_the_connection(int bits, int opcode) {
        try (var client = open()) {
            client.send(Frame.of(opcode).reserving(bits));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7, 11, 15})
    void a_reserved_opcode_ends_the_connection(int opcode) {
        try (var client = open()) {
            client.send(Frame.of(opcode, (byte) 1));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {TEXT, PING, CLOSE})
    void a_frame_that_is_not_masked_ends_the_connection(int opcode) {
        try (var client = open()) {
            client.sendUnmasked(Frame.of(opcode));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG, CLOSE})
    void a_control_frame_in_fragments_ends_the_connection(int opcode) {
        try (var client = open()) {
            client.send(Frame.of(opcode).unfinished());

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG, CLOSE})
    void a_control_frame_of_more_than_125_bytes_ends_the_connection(int opcode) {
        try (var client = open()) {
            client.send(Frame.of(opcode, new byte[126]));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_continuation_of_nothing_ends_the_connection(boolean isFinal) {
        var continuation = Frame.continuation("{\"ping\":1}");
        try (var client = open()) {
            client.send(isFinal ? continuation : continuation.unfinished());

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @Test
    void a_continuation_of_a_message_that_is_whole_ends_the_connection() {
        try (var client = open()) {
            client.send(Frame.text("{\"ping\":").unfinished(), Frame.continuation("6}"), Frame.continuation("7"));

            assertAnswered(client, 6);
            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {TEXT, BINARY})
    void a_new_message_inside_of_another_ends_the_connection(int opcode) {
        try (var client = open()) {
            client.send(Frame.text("{\"ping\":").unfinished(), Frame.of(opcode));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @CsvSource({"126, 2", "127, 8"})
    void a_length_in_more_bytes_than_it_takes_ends_the_connection(int shortLength, int lengthBytes) {
        try (var client = open()) {
            client.send(RawWebSocket.bytes(Frame.text("{\"ping\":1}"), shortLength, lengthBytes));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1003, 1011, 1014, 3000, 4999})
    void a_close_is_answered_with_its_code_and_the_connection_ends(int code) {
        byte[] reason = "Auf Wiedersehen, мир".getBytes(StandardCharsets.UTF_8);
        try (var client = open()) {
            // In one piece: what reaches a connection that has ended resets it, and the answer may be lost.
            client.send(RawWebSocket.together(Frame.close(code, reason), Frame.text("{\"ping\":1}")));

            assertClosed(client, code);
        }
    }

    @Test
    void nothing_follows_a_close_however_much_there_is_to_say() {
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
    void a_close_code_that_may_not_be_sent_is_a_protocol_error(int code) {
        try (var client = open()) {
            client.send(Frame.close(code));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @Test
    void half_a_close_code_is_a_protocol_error() {
        try (var client = open()) {
            client.send(Frame.of(CLOSE, (byte) 3));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "cebae1bdb9cf83cebcceb5eda080", "c3"})
    void a_reason_to_close_that_is_not_utf_8_is_told_so(String hex) {
        try (var client = open()) {
            client.send(Frame.close(1000, HexFormat.of().parseHex(hex)));

            assertClosed(client, NOT_UTF_8);
        }
    }

    @Test
    void a_binary_message_is_an_error_as_the_contract_says_and_the_connection_lives_on() {
        try (var client = open()) {
            client.send(
                    Frame.of(BINARY, (byte) 0xff).unfinished(),
                    Frame.of(CONTINUATION, (byte) 0xfe).unfinished(),
                    Frame.of(CONTINUATION, (byte) 0xfd));

            assertThat(json(client.receive()).getString("code")).isEqualTo("bad_message");
            client.send(Frame.text("{\"ping\":7}"));
            assertAnswered(client, 7);
        }
    }

    @Test
    void a_message_beyond_the_contract_is_an_error_and_the_connection_lives_on() {
        try (var client = open()) {
            client.send(Frame.of(TEXT, spaces(MAX_MESSAGE_BYTES)), Frame.text("{\"ping\":8}"));

            assertThat(json(client.receive()).getString("code")).isEqualTo("bad_message");
            assertAnswered(client, 8);
        }
    }

    @Test
    void a_message_that_is_larger_than_the_door_takes_ends_the_connection() {
        try (var client = open()) {
            client.send(Frame.of(TEXT, spaces(MAX_MESSAGE_BYTES + 1)));

            assertClosed(client, TOO_BIG);
        }
    }

    @Test
    void fragments_that_together_are_larger_than_the_door_takes_end_the_connection() {
        try (var client = open()) {
            client.send(
                    Frame.of(TEXT, spaces(MAX_MESSAGE_BYTES / 2)).unfinished(),
                    Frame.of(CONTINUATION, spaces(MAX_MESSAGE_BYTES / 2)).unfinished(),
                    Frame.of(CONTINUATION, (byte) ' ').unfinished());

            assertClosed(client, TOO_BIG);
        }
    }

    @Test
    void whoever_asks_for_no_compression_gets_none() {
        try (var client = open()) {
            assertThat(client.header("sec-websocket-extensions")).isNull();
            assertThat(client.send(Frame.text("{\"ping\":1}")).receive().reserved())
                    .isZero();
        }
    }

    @Test
    void compressed_messages_are_answered_by_compressed_messages() throws DataFormatException {
        try (var client = open(DEFLATE)) {
            assertThat(client.header("sec-websocket-extensions")).isEqualTo("permessage-deflate");

            byte[] message = deflated("{\"ping\":9}".getBytes(StandardCharsets.UTF_8));
            client.send(Frame.of(TEXT, message).reserving(RESERVED_1));

            assertCompressedAnswer(client, 9);
        }
    }

    @Test
    void a_compressed_message_may_come_in_fragments() throws DataFormatException {
        byte[] message = deflated("{\"ping\":10}".getBytes(StandardCharsets.UTF_8));
        try (var client = open(DEFLATE)) {
            client.send(
                    Frame.of(TEXT, Arrays.copyOf(message, 3))
                            .reserving(RESERVED_1)
                            .unfinished(),
                    Frame.of(PING),
                    Frame.of(CONTINUATION, Arrays.copyOfRange(message, 3, message.length)));

            assertThat(client.receive().opcode()).isEqualTo(PONG);
            assertCompressedAnswer(client, 10);
        }
    }

    @Test
    void with_compression_agreed_on_a_message_may_still_come_without() throws DataFormatException {
        try (var client = open(DEFLATE)) {
            client.send(Frame.text("{\"ping\":11}"));

            assertCompressedAnswer(client, 11);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "6, 1", "4, 9"})
    void with_compression_agreed_on_other_reserved_bits_still_end_the_connection(int bits, int opcode) {
        try (var client = open(DEFLATE)) {
            client.send(Frame.of(opcode, deflated(new byte[] {' '})).reserving(bits));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @Test
    void what_can_not_be_inflated_ends_the_connection() {
        try (var client = open(DEFLATE)) {
            client.send(Frame.of(TEXT, HexFormat.of().parseHex("ffffffffffff")).reserving(RESERVED_1));

            assertClosed(client, NOT_UTF_8);
        }
    }

    @Test
    void what_is_not_utf_8_once_inflated_ends_the_connection() {
        try (var client = open(DEFLATE)) {
            client.send(Frame.of(TEXT, deflated(new byte[] {'"', (byte) 0x80})).reserving(RESERVED_1));

            assertClosed(client, NOT_UTF_8);
        }
    }

    @Test
    void a_message_that_inflates_to_more_than_the_door_takes_ends_the_connection() {
        try (var client = open(DEFLATE)) {
            client.send(Frame.of(TEXT, deflated(spaces(50_000_000))).reserving(RESERVED_1));

            assertClosed(client, TOO_BIG);
        }
    }

    private static byte[] spaces(int count) {
        byte[] spaces = new byte[count];
        Arrays.fill(spaces, (byte) ' ');
        return spaces;
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

    private static String inflated(byte[] message) throws DataFormatException {
        var inflater = new Inflater(true);
        byte[] whole = Arrays.copyOf(message, message.length + EMPTY_BLOCK_END.length);
        System.arraycopy(EMPTY_BLOCK_END, 0, whole, message.length, EMPTY_BLOCK_END.length);
        inflater.setInput(whole);
        byte[] text = new byte[8_192];
        int length = inflater.inflate(text);
        inflater.end();
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    private static void assertAnswered(RawWebSocket client, Object ping) {
        var answer = client.receive();
        assertThat(answer.opcode()).isEqualTo(TEXT);
        assertThat(json(answer)).isEqualTo(new JsonObject().put("type", "pong").put("ping", ping));
    }

    private static void assertCompressedAnswer(RawWebSocket client, int ping) throws DataFormatException {
        var answer = client.receive();
        assertThat(answer.reserved()).isEqualTo(RESERVED_1);
        assertThat(new JsonObject(inflated(answer.payload())))
                .isEqualTo(new JsonObject().put("type", "pong").put("ping", ping));
    }

    private static void assertClosed(RawWebSocket client, int code) {
        var close = client.receive();
        assertThat(close.opcode()).as("opcode of %s", close.asText()).isEqualTo(CLOSE);
        assertThat(close.code()).isEqualTo(code);
        client.awaitEnd();
    }

    private static JsonObject json(Frame frame) {
        return new JsonObject(frame.asText());
    }
}
