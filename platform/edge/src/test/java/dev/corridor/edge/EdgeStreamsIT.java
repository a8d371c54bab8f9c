package dev.corridor.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.kit.testing.RawHttp;
import io.vertx.core.Promise;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EdgeStreamsIT {
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
    void a_stream_needs_no_token_and_carries_messages_both_ways() throws Exception {
        var stream = open("/stream/forex/1.0.0");

        assertThat(stream.next()).isEqualTo("welcome to /ws/rates");
        stream.send("{\"subscribe\":[\"USD/EUR\"]}");
        assertThat(stream.next()).isEqualTo("{\"subscribe\":[\"USD/EUR\"]}");
        stream.close();
    }

    @Test
    void a_large_message_arrives_whole() throws Exception {
        var stream = open("/stream/forex/1.0.0");
        stream.next();

        stream.send("burst");

        assertThat(stream.next()).hasSize(Backend.BURST);
        stream.close();
    }

    @Test
    void the_services_close_code_reaches_the_caller() {
        var stream = open("/stream/forex/1.0.0");

        stream.send("bye");

        stream.closed.future().await();
        assertThat(stream.socket.closeStatusCode()).isEqualTo((short) 4001);
        assertThat(stream.socket.closeReason()).isEqualTo("as you wish");
    }

    @Test
    void a_stream_that_its_caller_closes_is_closed_at_the_service() {
        var stream = open("/stream/forex/1.0.0");
        String mark = UUID.randomUUID().toString();
        stream.send(mark);

        stream.close();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> edge.backend.closedStreams().contains(mark));
    }

    @Test
    void connections_from_one_address_are_counted() {
        for (int i = 0; i < 3; i++) {
            open("/stream/few/1.0.0").close();
        }

        assertThat(rejection("/stream/few/1.0.0")).isEqualTo(429);
    }

    @Test
    void messages_over_the_plan_wait_while_those_of_the_service_pass() throws Exception {
        var stream = open("/stream/quiet/1.0.0");
        assertThat(stream.next()).startsWith("welcome");
        for (String message : List.of("one", "two", "burst")) {
            stream.send(message);
        }

        assertThat(stream.next()).isEqualTo("one");
        assertThat(stream.next()).isEqualTo("two");
        assertThat(stream.next()).hasSize(Backend.BURST);
        stream.send("four");
        var other = open("/stream/quiet/1.0.0");
        other.next();
        other.send("mine");
        assertThat(other.next()).isEqualTo("mine");
        // The echo of this stream would have come before that of the other.
        assertThat(stream.messages).isEmpty();
    }

    @Test
    void open_streams_of_one_address_are_limited_by_its_plan() {
        for (int i = 0; i < 5; i++) {
            // Refused by the service, so it does not count.
            rejection("/stream/refused/1.0.0");
        }
        var first = open("/stream/two/1.0.0");
        open("/stream/two/1.0.0");

        assertThat(rejection("/stream/two/1.0.0")).isEqualTo(429);

        first.close();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            try {
                open("/stream/two/1.0.0");
                return true;
            } catch (UpgradeRejectedException stillOpen) {
                return false;
            }
        });
    }

    @Test
    void a_stream_over_the_limit_of_open_streams_is_refused() {
        try (var another = RunningEdge.start()) {
            for (int i = 0; i < another.config.limits().maxStreams(); i++) {
                open(another, "/stream/forex/1.0.0");
            }

            assertThat(rejection(another, "/stream/forex/1.0.0")).isEqualTo(503);
        }
    }

    @Test
    void a_stream_whose_backend_is_down_is_not_opened() {
        assertThat(rejection("/stream/gone/1.0.0")).isEqualTo(503);
    }

    @Test
    void a_path_that_is_not_exposed_is_not_found() {
        assertThat(rejection("/stream/unknown/1.0.0")).isEqualTo(404);
        assertThat(rejection("/api/profile/1.0.0")).isEqualTo(404);
        assertThat(rejection("/stream/forex/1.0.0/nope")).isEqualTo(404);
    }

    @Test
    void a_request_without_upgrade_is_invalid() {
        URI url = URI.create("http://localhost:" + edge.config.ports().webSocket() + "/stream/forex/1.0.0");

        var answer = edge.send(HttpRequest.newBuilder(url));

        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.json().getString("code")).isEqualTo("upgrade_required");
    }

    @Test
    void the_services_refusal_of_a_stream_passes_as_it_is() throws IOException {
        var answer = upgrade("/stream/refused/1.0.0", "Sec-WebSocket-Version: 13", "");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("retry-after")).isEmpty();
        assertThat(answer.body()).isEqualTo("Not Found");
    }

    @Test
    void a_version_that_is_not_served_is_told_the_one_that_is() throws IOException {
        var answer = upgrade("/stream/forex/1.0.0", "Sec-WebSocket-Version: 99", "");

        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.header("sec-websocket-version")).isEqualTo("13");
        assertThat(answer.code()).isEqualTo("upgrade_required");
    }

    @Test
    void an_upgrade_with_a_body_is_refused() throws IOException {
        var answer = upgrade("/stream/forex/1.0.0", "Sec-WebSocket-Version: 13", "hello");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
    }

    private static RawHttp.Answer upgrade(String path, String version, String body) throws IOException {
        return RawHttp.send(
                edge.config.ports().webSocket(),
                "GET " + path + " HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + version,
                body);
    }

    private static int rejection(String path) {
        return rejection(edge, path);
    }

    private static int rejection(RunningEdge edge, String path) {
        try {
            edge.streams.connect(options(edge, path)).await();
        } catch (UpgradeRejectedException rejected) {
            return rejected.getStatus();
        }
        throw new AssertionError("the stream was opened");
    }

    private static Stream open(String path) {
        return open(edge, path);
    }

    private static Stream open(RunningEdge edge, String path) {
        return new Stream(edge.streams.webSocket(), options(edge, path));
    }

    private static WebSocketConnectOptions options(RunningEdge edge, String path) {
        return new WebSocketConnectOptions()
                .setHost("localhost")
                .setPort(edge.config.ports().webSocket())
                .setURI(path);
    }

    /** WebSocket client that stores every message from the first. */
    private static final class Stream {
        final ClientWebSocket socket;
        final Promise<Void> closed = Promise.promise();
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

        Stream(ClientWebSocket socket, WebSocketConnectOptions options) {
            this.socket = socket;
            socket.textMessageHandler(messages::add).closeHandler(closed::tryComplete);
            socket.connect(options).await();
        }

        void send(String message) {
            socket.writeTextMessage(message).await();
        }

        String next() throws InterruptedException {
            return messages.poll(20, TimeUnit.SECONDS);
        }

        void close() {
            socket.close().await();
        }
    }
}
