package dev.corridor.kit.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.Ports;
import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.kit.testing.RawHttp;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeRequestIT {
    private static final String UPGRADE = "GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade";
    private static final String KEY = "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    private static final String VERSION = "\r\nSec-WebSocket-Version: 13";

    private static Vertx vertx;
    private static int port;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        var router = Router.router(vertx);
        router.get("/ws")
                .failureHandler(ProblemResponse::send)
                .handler(UpgradeRequest::require)
                .handler(context -> context.request().toWebSocket());
        port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, Ports.LOOPBACK)
                .await()
                .actualPort();
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    @Test
    void an_upgrade_opens_a_websocket() throws IOException {
        try (var socket = RawHttp.open(port)) {
            socket.getOutputStream()
                    .write((UPGRADE + KEY + VERSION + "\r\nContent-Length: 0\r\nHost: x\r\n\r\n").getBytes());

            assertThat(new String(socket.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 101");
        }
    }

    @Test
    void a_plain_request_is_told_to_upgrade() throws IOException {
        var answer = RawHttp.send(port, "GET /ws HTTP/1.1", "");

        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.code()).isEqualTo("upgrade_required");
        assertThat(answer.header("upgrade")).isEqualTo("websocket");
        assertThat(answer.header("content-type")).isEqualTo(ProblemResponse.MEDIA_TYPE);
    }

    @ParameterizedTest
    @CsvSource({"12", "99", "13.0", "''"})
    void another_version_is_told_the_one_that_is_served(String version) throws IOException {
        var answer = RawHttp.send(port, UPGRADE + KEY + "\r\nSec-WebSocket-Version: " + version, "");

        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.header("sec-websocket-version")).isEqualTo("13");
    }

    @ParameterizedTest
    @CsvSource({"''", "short", "not base64 at all !!", "dG9vIGxvbmcgZm9yIGEga2V5IHJlYWxseQ=="})
    void a_malformed_key_is_refused(String key) throws IOException {
        var answer = RawHttp.send(port, UPGRADE + VERSION + "\r\nSec-WebSocket-Key: " + key, "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
    }

    @Test
    void an_upgrade_with_a_body_is_refused() throws IOException {
        assertThat(RawHttp.send(port, UPGRADE + KEY + VERSION, "hello").status())
                .isEqualTo(400);
        assertThat(RawHttp.send(port, UPGRADE + KEY + VERSION + "\r\nTransfer-Encoding: chunked\r\nX: 1", "")
                        .status())
                .isEqualTo(400);
    }
}
