package dev.corridor.platform.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.StreamRatesRequest;
import dev.corridor.forex.v1.StreamRatesResponse;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.testing.GrpcCaller;
import io.vertx.core.Future;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams through the edge while the platform stops: their callers receive the reason, and are disconnected in order. */
class StopOrderIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final short GOING_AWAY = 1001;

    private RunningPlatform platform;
    /** Fields, because Vert.x closes a client that becomes unreachable. */
    private WebSocketClient sockets;

    private HttpClient http;

    private void start(boolean processes) {
        platform = RunningPlatform.start(processes);
        sockets = platform.vertx().createWebSocketClient();
        http = platform.vertx().createHttpClient();
    }

    @AfterEach
    void stop() {
        platform.stop();
    }

    @ParameterizedTest(name = "in processes of their own: {0}")
    @ValueSource(booleans = {false, true})
    void every_stream_through_the_edge_ends_as_its_service_ends_it(boolean processes) {
        start(processes);
        var socketMessages = new CopyOnWriteArrayList<String>();
        var socket = openSocket(socketMessages);
        var events = openEvents();
        var chunks = new CopyOnWriteArrayList<String>();
        Future<Void> eventsEnd =
                events.handler(chunk -> chunks.add(chunk.toString())).end();
        events.resume();
        var rates = openRates();
        var ticks = new CopyOnWriteArrayList<Object>();
        Future<Void> ratesEnd = rates.handler(ticks::add).end();
        rates.resume();
        await().atMost(PATIENCE).until(() -> !socketMessages.isEmpty() && !chunks.isEmpty() && !ticks.isEmpty());

        platform.stop();

        await().atMost(PATIENCE).until(socket::isClosed);
        assertThat(socket.closeStatusCode()).isEqualTo(GOING_AWAY);
        assertThat(socketMessages.get(socketMessages.size() - 1)).contains("\"type\":\"shutdown\"");
        assertThat(eventsEnd.succeeded()).isTrue();
        assertThat(String.join("", chunks)).contains("event: problem").contains("\"code\":\"shutdown\"");
        await().atMost(PATIENCE).until(ratesEnd::isComplete);
        assertThat(rates.status()).isEqualTo(GrpcStatus.UNAVAILABLE);
    }

    private ClientWebSocket openSocket(List<String> messages) {
        var socket = sockets.webSocket();
        socket.textMessageHandler(messages::add);
        socket.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(platform.ports().edgeWebSocket())
                        .setURI("/stream/forex/1.0.0"))
                .await();
        socket.writeTextMessage("{\"subscribe\":[\"USD/EUR\"]}").await();
        return socket;
    }

    private HttpClientResponse openEvents() {
        return http.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setHost("127.0.0.1")
                        .setPort(platform.ports().edgeHttp())
                        .setURI("/api/forex/1.0.0/rates/stream?pairs=USD/EUR")
                        .putHeader("authorization", "Bearer " + platform.tokenOf("ada")))
                .compose(request -> request.send())
                .onSuccess(HttpClientResponse::pause)
                .await();
    }

    private GrpcClientResponse<StreamRatesRequest, StreamRatesResponse> openRates() {
        var caller = new GrpcCaller(
                platform.vertx(), new HostPort("127.0.0.1", platform.ports().edgeHttp()));
        return caller.open(ForexServiceGrpcClient.StreamRates, platform.tokenOf("ada"))
                .send(StreamRatesRequest.newBuilder().addPairs("USD/EUR").build())
                .onSuccess(GrpcClientResponse::pause)
                .await();
    }
}
