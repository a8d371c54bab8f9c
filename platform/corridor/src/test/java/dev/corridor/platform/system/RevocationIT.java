package dev.corridor.platform.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.MessageLite;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.StreamRatesRequest;
import dev.corridor.kit.error.ErrorDetails;
import dev.corridor.kit.error.Problem;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.StreamTransfersRequest;
import dev.corridor.payment.v1.PaymentServiceGrpcClient;
import dev.corridor.payment.v1.StreamPaymentsRequest;
import dev.corridor.platform.home.ServiceName;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.ServiceMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Revocation of a token while requests and streams use it, at every service. The bound of a second is the product's, not the test's. */
class RevocationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static RunningPlatform platform;

    @BeforeAll
    static void start() {
        platform = RunningPlatform.shared();
    }

    @Test
    void every_kind_of_stream_ends_when_its_token_is_revoked() {
        String token = platform.client().userToken("ada", "");
        String spared = platform.client().userToken("ada", "");
        var transfers = grpc(
                ServiceName.LEDGER,
                LedgerServiceGrpcClient.StreamTransfers,
                StreamTransfersRequest.getDefaultInstance(),
                platform.client().operatorToken("ledger:admin"));
        var rates = grpc(ServiceName.FOREX, ForexServiceGrpcClient.StreamRates, allRates(), token);
        var payments = grpc(
                ServiceName.PAYMENT,
                PaymentServiceGrpcClient.StreamPayments,
                StreamPaymentsRequest.getDefaultInstance(),
                token);
        var others = grpc(ServiceName.FOREX, ForexServiceGrpcClient.StreamRates, allRates(), spared);
        var events = serverEvents(token);
        var socket = webSocket(token);
        assertThat(List.of(transfers, rates, payments, events, socket)).noneMatch(CompletableFuture::isDone);

        revoke(token);

        await().atMost(PATIENCE).untilAsserted(() -> {
            for (var ended : List.of(rates, payments, events, socket)) {
                assertThat(ended).isCompleted();
                assertThat(ended.join()).contains("token_expired");
            }
        });
        assertThat(others).as("another token of the same user").isNotDone();
        assertThat(transfers).as("another client's token").isNotDone();
    }

    @Test
    void a_revoked_token_is_refused_by_every_service_and_the_edge() {
        String token = platform.client().userToken("blaise", "");
        assertThat(List.of("/api/profile/1.0.0/users/me", "/api/payment/1.0.0/payments", "/api/forex/1.0.0/alerts"))
                .allSatisfy(path ->
                        assertThat(platform.edge().get(path, token).status()).isEqualTo(200));

        revoke(token);

        assertThat(platform.edge().get("/api/profile/1.0.0/users/me", token).status())
                .as("the edge that revoked it refuses it at once")
                .isEqualTo(401);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(statusAt(ServiceName.PROFILE, "/users/me", token)).isEqualTo(401);
            assertThat(statusAt(ServiceName.PAYMENT, "/payments", token)).isEqualTo(401);
            assertThat(statusAt(ServiceName.FOREX, "/alerts", token)).isEqualTo(401);
            assertThat(statusAt(ServiceName.LEDGER, "/accounts", token)).isEqualTo(401);
        });
    }

    private static StreamRatesRequest allRates() {
        return StreamRatesRequest.newBuilder().addPairs("USD/EUR").build();
    }

    private static int statusAt(ServiceName service, String path, String token) {
        return platform.http(service).get(path, token).status();
    }

    /** Returns the code of the problem that ends the stream. */
    private static <Q extends MessageLite, R> CompletableFuture<String> grpc(
            ServiceName service, ServiceMethod<R, Q> method, Q request, String token) {
        var ended = new CompletableFuture<String>();
        platform.grpc(service).stream(method, request, token)
                .onSuccess(stream -> stream.handler(message -> {})
                        .endHandler(end -> ended.complete(ending(stream)))
                        .exceptionHandler(failure -> ended.complete(code(failure)))
                        .resume())
                .onFailure(failure -> ended.complete(code(failure)));
        return ended;
    }

    private static String ending(ReadStream<?> stream) {
        var response = (GrpcClientResponse<?, ?>) stream;
        String details = response.trailers().get(ErrorDetails.KEY);
        return ErrorDetails.problemOf(response.status().code, response.statusMessage(), details, "service")
                .code()
                .code();
    }

    private static String code(Throwable failure) {
        return failure instanceof Problem problem ? problem.code().code() : failure.toString();
    }

    private static CompletableFuture<String> serverEvents(String token) {
        var ended = new CompletableFuture<String>();
        var received = new CopyOnWriteArrayList<String>();
        platform.vertx()
                .createHttpClient()
                .request(HttpMethod.GET, platform.ports().edgeHttp(), "localhost", "/api/payment/1.0.0/payments/stream")
                .compose(request ->
                        request.putHeader("authorization", "Bearer " + token).send())
                .onSuccess(response -> response.handler(part -> received.add(part.toString()))
                        .exceptionHandler(failure -> ended.complete(String.join("", received) + failure))
                        .endHandler(end -> ended.complete(String.join("", received))))
                .onFailure(failure -> ended.complete(failure.toString()));
        await().atMost(PATIENCE).until(() -> !received.isEmpty() || ended.isDone());
        return ended;
    }

    private static final List<WebSocketClient> CLIENTS = new CopyOnWriteArrayList<>();

    private static CompletableFuture<String> webSocket(String token) {
        var ended = new CompletableFuture<String>();
        var received = new CopyOnWriteArrayList<String>();
        var client = platform.vertx().createWebSocketClient();
        CLIENTS.add(client);
        client.connect(platform.ports().edgeWebSocket(), "localhost", "/stream/forex/1.0.0")
                .onSuccess(socket -> {
                    socket.textMessageHandler(received::add);
                    socket.closeHandler(closed -> ended.complete(String.join("", received)));
                    socket.writeTextMessage(
                            new JsonObject().put("authenticate", token).encode());
                })
                .onFailure(failure -> ended.complete(failure.toString()));
        await().atMost(PATIENCE).until(() -> String.join("", received).contains("authenticated") || ended.isDone());
        return ended;
    }

    private static void revoke(String token) {
        var revoked = new ConsoleCaller(platform)
                .postForm(
                        "/oauth2/revoke",
                        ConsoleCaller.basic(
                                "operator",
                                platform.runFile().secrets().operator().value()),
                        "token=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
        assertThat(revoked.status()).isEqualTo(200);
    }
}
