package dev.corridor.kit.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.embedded.Ports;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.testing.RunningService;
import dev.corridor.kit.testing.SampleService;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits on the connections of one address. */
class ConnectionLimitIT {
    private static final int LIMIT = 3;
    private static final int ANSWERED = 'H';
    private static final int CLOSED = -1;

    private final List<Socket> sockets = new ArrayList<>();
    private RunningService service;

    @BeforeEach
    void start() {
        var environment = new HashMap<>(SampleService.ENVIRONMENT);
        environment.put("CONNECTIONS_PER_ADDRESS", Integer.toString(LIMIT));
        service = RunningService.start(
                new SampleService(rest -> rest.operation("createThing", (caller, request) -> answer())
                        .operation("getThing", (caller, request) -> answer())
                        .publicOperation("getOpen", (caller, request) -> answer())),
                environment);
    }

    @AfterEach
    void stop() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
        service.close();
    }

    private static Future<Reply> answer() {
        return Future.succeededFuture(Reply.ok(new JsonObject()));
    }

    @Test
    void a_connection_beyond_the_limit_is_closed_and_one_that_ends_makes_room() throws IOException {
        for (int i = 0; i < LIMIT; i++) {
            assertThat(connect()).isEqualTo(ANSWERED);
        }
        assertThat(connect()).isEqualTo(CLOSED);

        sockets.get(0).close();

        await().until(() -> connect() == ANSWERED);
    }

    /** Connects, sends a request, and returns the first byte of the response. */
    private int connect() throws IOException {
        var socket = new Socket(Ports.LOOPBACK, service.httpPort());
        sockets.add(socket);
        try {
            socket.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nHost: service\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read();
        } catch (IOException reset) {
            return CLOSED;
        }
    }
}
