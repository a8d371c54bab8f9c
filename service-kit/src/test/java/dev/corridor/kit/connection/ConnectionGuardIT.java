package dev.corridor.kit.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.testing.RawHttp;
import dev.corridor.kit.testing.RunningService;
import dev.corridor.kit.testing.SampleService;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are of no use to anybody. */
class ConnectionGuardIT {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String SLOW = "GET /open HTTP/1.1\r\nHost: x\r\n\r\n";
    /** More than the least budget has memory for. */
    private static final int FLOOD = 400;

    private static RunningService service;

    @BeforeAll
    static void start() {
        var environment = new HashMap<>(SampleService.ENVIRONMENT);
        environment.put("HEAD_TIMEOUT", "PT0.4S");
        environment.put("STREAM_MEMORY_BYTES", "1048576");
        service = RunningService.start(
                new SampleService(rest -> rest.operation("createThing", (caller, request) -> answer())
                        .operation("getThing", (caller, request) -> answer())
                        .publicOperation("getOpen", (caller, request) -> service.vertx()
                                .timer(1_200, TimeUnit.MILLISECONDS)
                                .compose(waited -> answer()))),
                environment);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Future<Reply> answer() {
        return Future.succeededFuture(Reply.ok(new JsonObject()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"G", "GET /health/live HTTP/1.1\r\nHost: x\r\n", LIVE + "GET", "\r\n", LIVE + "\r\n", "PRI * HTT"
            })
    void a_head_that_does_not_end_is_closed(String bytes) throws IOException {
        try (var socket = RawHttp.open(service.httpPort())) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
            if (bytes.startsWith(LIVE)) {
                // What has come with the request before is no new head yet.
                readAnswer(socket);
                socket.getOutputStream().write('X');
            }

            assertClosed(socket);
        }
    }

    @Test
    void a_head_that_drips_is_closed_although_bytes_arrive() throws IOException {
        try (var socket = RawHttp.open(service.httpPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));

            await().pollInterval(50, TimeUnit.MILLISECONDS).until(() -> !accepts(socket));
        }
    }

    @Test
    void a_request_that_takes_longer_than_its_head_is_answered() throws IOException {
        try (var socket = RawHttp.open(service.httpPort())) {
            socket.getOutputStream().write((SLOW + LIVE).getBytes(StandardCharsets.US_ASCII));

            assertThat(readAnswer(socket)).startsWith("HTTP/1.1 200");
            assertThat(readAnswer(socket)).contains("UP");
        }
    }

    @Test
    void a_connection_of_http_2_that_waits_for_requests_stays() throws Exception {
        try (var socket = RawHttp.open(service.httpPort())) {
            socket.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
            var answered = service.vertx().timer(1_200, TimeUnit.MILLISECONDS);
            answered.await();

            socket.getOutputStream().write(new byte[] {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8});
            byte[] received = socket.getInputStream().readNBytes(9);
            assertThat(received).hasSize(9);
        }
    }

    @Test
    void idle_connections_make_room_for_ordinary_callers() throws IOException {
        List<Socket> flood = new ArrayList<>();
        try {
            for (int i = 0; i < FLOOD; i++) {
                flood.add(RawHttp.open(service.httpPort()));
            }
            try (var caller = RawHttp.open(service.httpPort())) {
                caller.getOutputStream().write(LIVE.getBytes(StandardCharsets.US_ASCII));
                assertThat(readAnswer(caller)).startsWith("HTTP/1.1 200");
            }
        } finally {
            for (var socket : flood) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\n",
                "-1\r\nx\r\n0\r\n\r\n",
                "ffffffffff\r\n",
                "1\r\nxy\r\n0\r\n\r\n",
                "0\r\nbad trailer\r\n\r\n"
            })
    void a_broken_chunk_is_answered_before_the_connection_is_closed(String chunks) throws IOException {
        try (var socket = RawHttp.open(service.httpPort())) {
            socket.getOutputStream()
                    .write(("POST /things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + service.token("ada")
                                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + chunks)
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 400 ")
                    .contains(ProblemResponse.MEDIA_TYPE, "\"invalid_request\"")
                    .containsOnlyOnce("HTTP/1.1");
        }
    }

    private static boolean accepts(Socket socket) {
        try {
            socket.getOutputStream().write('x');
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private static void assertClosed(Socket socket) throws IOException {
        try {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    private static String readAnswer(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("after " + head).isNotNegative();
            head.append((char) next);
        }
        int length = head.toString()
                .lines()
                .filter(line -> line.startsWith("content-length: "))
                .mapToInt(line -> Integer.parseInt(line.substring(16)))
                .sum();
        return head + new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }
}
