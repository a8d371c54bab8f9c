package dev.corridor.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.testing.RawHttp;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Frames and tokens of a hostile caller on a WebSocket through the edge. */
class EdgeStreamLimitsIT {
    private static final int TEXT = 0x81;
    private static final int TEXT_BEGINS = 0x01;
    private static final int CONTINUES = 0x00;
    private static final int PING = 0x89;
    /** Vert.x' default, by which the backend cuts its messages. */
    private static final int BACKEND_FRAME = 65_536;

    private static RunningEdge edge;

    @BeforeAll
    static void start() {
        edge = RunningEdge.start();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void a_message_at_the_limit_passes() throws Exception {
        try (var stream = RawStream.open("/stream/forex/1.0.0")) {
            stream.send(TEXT, "x".repeat(65_536));

            assertThat(stream.receive().text()).hasSize(65_536);
        }
    }

    @Test
    void a_message_that_is_too_big_is_refused_at_its_head() throws Exception {
        try (var stream = RawStream.open("/stream/forex/1.0.0")) {
            stream.write(Buffer.buffer(new byte[] {(byte) TEXT, (byte) 0xff, 0, 0, 0, 0, 0, 1, 0, 1}));

            stream.assertClosed(1009, "A message has at most 65536 bytes.");
        }
    }

    @Test
    void a_length_that_is_negative_is_too_big() throws Exception {
        try (var stream = RawStream.open("/stream/forex/1.0.0")) {
            stream.write(
                    Buffer.buffer(new byte[] {(byte) TEXT, (byte) 0xff, -1, -1, -1, -1, -1, -1, -1, -1, 1, 2, 3, 4}));

            stream.assertClosed(1009, "A message has at most 65536 bytes.");
        }
    }

    @Test
    void frames_of_one_message_are_limited_in_size_and_number() throws Exception {
        try (var stream = RawStream.open("/stream/forex/1.0.0")) {
            stream.send(TEXT_BEGINS, "x".repeat(60_000));
            stream.send(CONTINUES, "x".repeat(6_000));

            stream.assertClosed(1009, "A message has at most 65536 bytes.");
        }
        try (var stream = RawStream.open("/stream/forex/1.0.0")) {
            stream.send(TEXT_BEGINS, "");
            for (int i = 0; i < 256; i++) {
                stream.send(CONTINUES, "");
            }

            stream.assertClosed(1009, "A message has at most 256 frames.");
        }
    }

    @Test
    void a_flood_of_pings_is_refused() throws Exception {
        try (var stream = RawStream.open("/stream/forex/1.0.0")) {
            var pings = Buffer.buffer();
            for (int i = 0; i <= 300; i++) {
                pings.appendBuffer(RawStream.frame(PING, ""));
            }
            stream.write(pings);

            stream.assertClosed(1008, "More than 300 control frames in a minute.");
        }
    }

    @Test
    void the_close_frame_comes_after_the_frame_that_is_being_received() throws Exception {
        try (var stream = RawStream.open("/stream/forex/1.0.0")) {
            stream.send(TEXT, "burst");
            stream.write(Buffer.buffer(new byte[] {(byte) TEXT, (byte) 0xff, 0, 0, 0, 0, 0, 1, 0, 1}));

            // The message has several frames; each arrives whole, or not at all.
            var frame = stream.receive();
            while (!frame.isClose()) {
                assertThat(frame.text().length()).isIn(BACKEND_FRAME, Backend.BURST % BACKEND_FRAME);
                frame = stream.receive();
            }
            assertThat(frame.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void a_caller_that_half_closes_its_connection_is_closed_at_the_service() throws Exception {
        edge.backend.closedStreams().clear();
        try (var stream = RawStream.open("/stream/forex/1.0.0")) {
            stream.send(TEXT, "half");
            assertThat(stream.receive().text()).isEqualTo("half");
            stream.socket.shutdownOutput();

            assertThat(edge.backend.closedStreams().poll(20, TimeUnit.SECONDS)).isEqualTo("half");
        }
    }

    @Test
    void a_token_in_the_query_becomes_a_header() throws Exception {
        String token = edge.token();
        try (var stream = RawStream.open("/stream/own/1.0.0?a=b&access_token=" + token + "&c=d")) {
            stream.send(TEXT, "head");

            assertThat(stream.receive().text()).isEqualTo("/ws/rates?a=b&c=d Bearer " + token);
        }
        try (var stream = RawStream.open("/stream/forex/1.0.0?access%5Ftoken=" + token)) {
            stream.send(TEXT, "head");

            assertThat(stream.receive().text()).isEqualTo("/ws/rates Bearer " + token);
        }
    }

    @Test
    void a_token_that_is_given_twice_or_is_none_is_refused() throws Exception {
        String token = edge.token();
        assertThat(refusal("/stream/own/1.0.0?access_token=" + token + "&access_token=" + token, ""))
                .isEqualTo("400 invalid_request");
        assertThat(refusal("/stream/own/1.0.0?access_token=" + token, "\r\nAuthorization: Bearer " + token))
                .isEqualTo("400 invalid_request");
        for (String wrong :
                new String[] {"x", "", "%", token + "x", URLEncoder.encode("a\r\nX-JWT-Assertion: b", US_ASCII)}) {
            assertThat(refusal("/stream/own/1.0.0?access_token=" + wrong, "")).isEqualTo("401 unauthenticated");
        }
    }

    @Test
    void a_token_in_the_query_of_a_rest_api_counts_for_nothing() {
        var answer = edge.send(edge.anonymous("/api/profile/1.0.0/users?access_token=" + edge.token("profile:read")));

        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void the_port_with_tls_serves_the_same() {
        var client = edge.vertx.createWebSocketClient(
                new WebSocketClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
        var received = new CompletableFuture<String>();
        var socket = client.webSocket().textMessageHandler(received::complete);
        socket.connect(new WebSocketConnectOptions()
                        .setHost("localhost")
                        .setPort(edge.config.ports().webSocketTls())
                        .setURI("/stream/forex/1.0.0"))
                .await();

        assertThat(received.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo("welcome to /ws/rates");
        socket.close().await();
        client.close().await();
    }

    private static String refusal(String path, String headers) throws IOException {
        var answer = RawHttp.send(edge.config.ports().webSocket(), RawStream.upgrade(path) + headers, "");
        assertThat(answer.body()).doesNotContain(".ey");
        return answer.status() + " " + answer.code();
    }

    /** WebSocket client that sends any bytes. */
    private record RawStream(Socket socket, DataInputStream in) implements AutoCloseable {
        record Frame(int opcode, Buffer payload) {
            String text() {
                return payload.toString();
            }

            boolean isClose() {
                return opcode == 8;
            }

            int closeCode() {
                return isClose() ? payload.getUnsignedShort(0) : -1;
            }
        }

        static String upgrade(String path) {
            return "GET " + path + " HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13";
        }

        /** Opens a stream and reads the greeting. */
        static RawStream open(String path) throws IOException {
            var socket = RawHttp.open(edge.config.ports().webSocket());
            socket.getOutputStream().write((upgrade(path) + "\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII));
            var in = new DataInputStream(socket.getInputStream());
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            assertThat(head.toString()).startsWith("HTTP/1.1 101");
            var stream = new RawStream(socket, in);
            assertThat(stream.receive().text()).startsWith("welcome");
            return stream;
        }

        /** A frame whose mask is 0. */
        static Buffer frame(int first, String payload) {
            var frame = Buffer.buffer().appendUnsignedByte((short) first);
            if (payload.length() < 126) {
                frame.appendUnsignedByte((short) (0x80 | payload.length()));
            } else if (payload.length() < 65_536) {
                frame.appendUnsignedByte((short) 0xfe).appendUnsignedShort(payload.length());
            } else {
                frame.appendUnsignedByte((short) 0xff).appendLong(payload.length());
            }
            return frame.appendInt(0).appendString(payload);
        }

        void send(int first, String payload) throws IOException {
            write(frame(first, payload));
        }

        void write(Buffer bytes) throws IOException {
            socket.getOutputStream().write(bytes.getBytes());
        }

        /** Receives the next frame that is no pong. */
        Frame receive() throws IOException {
            int opcode = in.readUnsignedByte() & 0x0f;
            int length = in.readUnsignedByte();
            long bytes = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            var frame = new Frame(opcode, Buffer.buffer(in.readNBytes((int) bytes)));
            return opcode == 10 ? receive() : frame;
        }

        void assertClosed(int code, String reason) throws IOException {
            var close = receive();
            assertThat(close.isClose()).isTrue();
            assertThat(close.closeCode()).isEqualTo(code);
            assertThat(close.payload.getString(2, close.payload.length())).isEqualTo(reason);
            assertThat(in.read()).isEqualTo(-1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
