package dev.corridor.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.vertx.core.buffer.Buffer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections of a hostile caller. Whatever happens to them, ordinary callers are answered. */
class EdgeConnectionsIT {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GO_AWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private static RunningEdge edge;
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void start() {
        edge = RunningEdge.start();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @AfterEach
    void ordinary_callers_are_answered() throws IOException {
        await().until(() -> edge.send(edge.request("/api/profile/1.0.0/users", "profile:read"))
                        .status()
                == 200);
        for (var socket : sockets) {
            socket.close();
        }
    }

    @Test
    void a_head_that_drips_is_closed_at_every_port() throws Exception {
        var ports = edge.config.ports();
        for (int port :
                new int[] {ports.http(), ports.https(), ports.webSocket(), ports.webSocketTls(), ports.console()}) {
            var socket = open(port, "127.0.0.1");
            socket.getOutputStream().write('G');

            assertClosed(socket);
        }
    }

    @Test
    void connections_of_one_address_are_limited_and_others_are_not_concerned() throws Exception {
        int port = edge.config.ports().http();
        for (int i = 0; i < RunningEdge.MAX_CONNECTIONS; i++) {
            open(port, "127.0.0.7");
        }

        assertClosed(open(port, "127.0.0.7"));
        var other = open(port, "127.0.0.8");
        other.getOutputStream().write("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
        assertThat(other.getInputStream().read()).isEqualTo('H');
    }

    @Test
    void rapid_reset_ends_the_connection() throws Exception {
        var http2 = Http2Socket.open(open(edge.config.ports().http(), "127.0.0.1"));
        var resets = Buffer.buffer();
        for (int stream = 1; stream < 22_000; stream += 2) {
            http2.request(resets, stream, "/health/live");
            Http2Socket.frame(resets, RST_STREAM, 0, stream, Buffer.buffer().appendInt(8));
        }
        http2.send(resets);

        http2.assertGoneAway();
    }

    @Test
    void a_flood_of_continuations_ends_the_connection() throws Exception {
        var http2 = Http2Socket.open(open(edge.config.ports().http(), "127.0.0.1"));
        var flood = Buffer.buffer();
        Http2Socket.frame(flood, HEADERS, END_STREAM, 1, Http2Socket.head("/health/live"));
        for (int i = 0; i < 1_000; i++) {
            Http2Socket.frame(flood, CONTINUATION, 0, 1, Buffer.buffer());
        }
        http2.send(flood);

        http2.assertGoneAway();
    }

    @Test
    void a_flood_of_empty_data_ends_the_connection() throws Exception {
        var http2 = Http2Socket.open(open(edge.config.ports().http(), "127.0.0.1"));
        var flood = Buffer.buffer();
        Http2Socket.frame(flood, HEADERS, END_HEADERS, 1, Http2Socket.head("/health/live"));
        for (int i = 0; i < 1_000; i++) {
            Http2Socket.frame(flood, DATA, 0, 1, Buffer.buffer());
        }
        http2.send(flood);

        http2.assertGoneAway();
    }

    @Test
    void floods_of_settings_and_pings_whose_answers_are_not_read_harm_nobody() throws Exception {
        for (int i = 0; i < 4; i++) {
            var http2 = Http2Socket.open(open(edge.config.ports().http(), "127.0.0.1"));
            var flood = Buffer.buffer();
            for (int n = 0; n < 20_000; n++) {
                Http2Socket.frame(flood, n % 2 == 0 ? SETTINGS : PING, 0, 0, Buffer.buffer(new byte[n % 2 * 8]));
            }
            http2.send(flood);
        }
    }

    @Test
    void responses_that_nobody_reads_are_given_up() throws Exception {
        var http2 = Http2Socket.open(open(edge.config.ports().http(), "127.0.0.1"));
        var requests = Buffer.buffer();
        // No window for a single byte, for more responses than there are connections to the service.
        Http2Socket.frame(
                requests, SETTINGS, 0, 0, Buffer.buffer().appendShort((short) 4).appendInt(0));
        for (int stream = 1; stream < 600; stream += 2) {
            http2.request(requests, stream, "/api/versions/2.0.0/large");
        }
        http2.send(requests);

        // Those that wait for a connection are refused, with a body that nobody reads either.
        http2.assertReset();
    }

    @Test
    void a_caller_whose_calls_the_service_resets_does_not_end_the_calls_of_others() {
        try (var victim = new JavaGrpcCaller(edge.config.ports().http(), edge.token());
                var attacker = new JavaGrpcCaller(edge.config.ports().http(), edge.token())) {
            var stream = victim.streamRates("NEVER/ENDS");
            stream.head().orTimeout(20, TimeUnit.SECONDS).join();
            for (int i = 0; i < 500; i++) {
                assertThat(attacker.getUser("reset").await().status().getCode()).isNotEqualTo(Status.Code.OK);
            }

            assertThat(victim.getUser("42").await().status()).isEqualTo(Status.OK);
            assertThat(stream.outcome()).isNotDone();
            stream.cancel();
        }
    }

    private Socket open(int port, String from) throws IOException {
        var socket = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0);
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    private static void assertClosed(Socket socket) throws IOException {
        try {
            assertThat(socket.getInputStream().read()).isIn(-1, 21 /* a TLS alert */);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    /** Client of HTTP/2 in clear text that sends any frames (RFC 9113). */
    private record Http2Socket(Socket socket, DataInputStream in) {
        static Http2Socket open(Socket socket) throws IOException {
            var preface = Buffer.buffer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            frame(preface, SETTINGS, 0, 0, Buffer.buffer());
            socket.getOutputStream().write(preface.getBytes());
            return new Http2Socket(socket, new DataInputStream(socket.getInputStream()));
        }

        /** Header block of a GET, without compression (RFC 7541). */
        static Buffer head(String path) {
            return Buffer.buffer(new byte[] {(byte) 0x82, (byte) 0x86, 0x04, (byte) path.length()})
                    .appendString(path)
                    .appendBytes(new byte[] {0x01, 0x01, 'x'});
        }

        static void frame(Buffer to, int type, int flags, int stream, Buffer payload) {
            to.appendMedium(payload.length())
                    .appendByte((byte) type)
                    .appendByte((byte) flags)
                    .appendInt(stream)
                    .appendBuffer(payload);
        }

        void request(Buffer to, int stream, String path) {
            frame(to, HEADERS, END_STREAM | END_HEADERS, stream, head(path));
        }

        /** Sends as much as the edge reads. */
        void send(Buffer bytes) {
            try {
                socket.getOutputStream().write(bytes.getBytes());
            } catch (IOException closed) {
                assertThat(closed).hasMessageMatching("(?i).*(reset|broken pipe).*");
            }
        }

        void assertGoneAway() throws IOException {
            try {
                while (readFrame() != GO_AWAY) {
                    // Answers that were on the way.
                }
            } catch (SocketException reset) {
                // It was closed with unread data.
                assertThat(reset).hasMessageContaining("reset");
            }
        }

        void assertReset() throws IOException {
            while (readFrame() != RST_STREAM) {
                // Heads of responses.
            }
        }

        private int readFrame() throws IOException {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            in.skipNBytes(5L + length);
            return type;
        }
    }
}
