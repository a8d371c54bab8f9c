package dev.corridor.platform.system;

import static dev.corridor.platform.system.RawWebSocket.BINARY;
import static dev.corridor.platform.system.RawWebSocket.CONTINUATION;
import static dev.corridor.platform.system.RawWebSocket.PING;
import static dev.corridor.platform.system.RawWebSocket.PONG;
import static dev.corridor.platform.system.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.platform.system.RawWebSocket.Frame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages, fragments, pings and text encoding: RFC 6455, sections 5.4, 5.5 and 8.1. */
abstract class WebSocketMessageConformance extends WebSocketConformance {
    WebSocketMessageConformance(Endpoint endpoint) {
        super(endpoint);
    }

    @Test
    void a_message_in_one_frame_is_answered() {
        try (var client = open()) {
            client.send(Frame.text("{\"ping\":1}"));

            assertPong(client, 1);
        }
    }

    @Test
    void a_fragmented_message_is_answered_after_its_last_fragment() {
        try (var client = open()) {
            client.send(
                    Frame.text("{\"pi").unfinished(),
                    Frame.continuation("ng\":").unfinished(),
                    Frame.continuation("2}"));

            assertPong(client, 2);
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
            assertPong(client, 3);
        }
    }

    @Test
    void empty_fragments_are_part_of_a_message_too() {
        try (var client = open()) {
            client.send(
                    Frame.text("").unfinished(),
                    Frame.continuation("{\"ping\":4}").unfinished(),
                    Frame.continuation(""));

            assertPong(client, 4);
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

            assertPong(client, "κόσμε €😀");
        }
    }

    @Test
    void frames_may_arrive_byte_by_byte_and_several_at_once() {
        try (var client = open()) {
            for (byte each : RawWebSocket.bytes(Frame.text("{\"ping\":1}"))) {
                client.send(new byte[] {each});
            }
            assertPong(client, 1);

            client.send(RawWebSocket.concatenate(IntStream.rangeClosed(2, 5)
                    .mapToObj(i -> Frame.text("{\"ping\":" + i + "}"))
                    .toArray(Frame[]::new)));
            for (int i = 2; i <= 5; i++) {
                assertPong(client, i);
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
    void an_unsolicited_pong_is_ignored() {
        try (var client = open()) {
            client.send(Frame.of(PONG), Frame.of(PONG, (byte) 1), Frame.text("{\"ping\":5}"));

            assertPong(client, 5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "c0af", "eda080", "f4908080", "cebae1bdb9cf83cebcceb5eda080656469746564", "22c3"})
    void text_that_is_not_utf_8_closes_the_connection(String hex) {
        byte[] text = HexFormat.of().parseHex(hex);
        try (var client = open()) {
            client.send(Frame.of(TEXT, text));

            assertClosed(client, NOT_UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({"c3, 22", "22, 80", "f0, 9f98", "e2, 28a1"})
    void fragments_that_together_are_not_utf_8_close_the_connection(String first, String second) {
        try (var client = open()) {
            client.send(
                    Frame.of(TEXT, HexFormat.of().parseHex(first)).unfinished(),
                    Frame.of(CONTINUATION, HexFormat.of().parseHex(second)));

            assertClosed(client, NOT_UTF_8);
        }
    }

    @Test
    void a_binary_message_is_an_error_and_the_connection_stays_open() {
        try (var client = open()) {
            client.send(
                    Frame.of(BINARY, (byte) 0xff).unfinished(),
                    Frame.of(CONTINUATION, (byte) 0xfe).unfinished(),
                    Frame.of(CONTINUATION, (byte) 0xfd));

            assertThat(json(client.receive()).getString("code")).isEqualTo("bad_message");
            client.send(Frame.text("{\"ping\":7}"));
            assertPong(client, 7);
        }
    }

    @Test
    void an_invalid_message_is_an_error_and_the_connection_stays_open() {
        try (var client = open()) {
            client.send(Frame.of(TEXT, spaces(MAX_MESSAGE_BYTES)), Frame.text("{\"ping\":8}"));

            assertThat(json(client.receive()).getString("code")).isEqualTo("bad_message");
            assertPong(client, 8);
        }
    }

    @Test
    void a_message_above_the_size_limit_closes_the_connection() {
        try (var client = open()) {
            client.send(Frame.of(TEXT, spaces(MAX_MESSAGE_BYTES + 1)));

            assertClosed(client, TOO_BIG);
        }
    }

    @Test
    void fragments_that_together_exceed_the_size_limit_close_the_connection() {
        try (var client = open()) {
            client.send(
                    Frame.of(TEXT, spaces(MAX_MESSAGE_BYTES / 2)).unfinished(),
                    Frame.of(CONTINUATION, spaces(MAX_MESSAGE_BYTES / 2)).unfinished(),
                    Frame.of(CONTINUATION, (byte) ' ').unfinished());

            assertClosed(client, TOO_BIG);
        }
    }
}
