package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.embedded.TestServers;
import dev.corridor.forex.reference.client.EcbArchive;
import dev.corridor.forex.reference.store.ReferenceRateTable;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.StreamRatesRequest;
import dev.corridor.forex.v1.Tick;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The service as it is deployed, on a database of its own. */
final class RunningForex implements AutoCloseable {
    private static final long POLL_MS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ServiceRuntime runtime = ServiceRuntime.start();
    private final Vertx clients = Vertx.vertx();
    private final TestIssuer issuer;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> environment;

    /** @param more environment variables beside those it needs */
    RunningForex(Map<String, String> more) {
        this(TestServers.shared().freshDatabase("forex"), TestIssuer.start(), more);
    }

    private RunningForex(Map<String, String> database, TestIssuer issuer, Map<String, String> more) {
        this.issuer = issuer;
        environment = new HashMap<>(database);
        environment.putAll(issuer.environment());
        environment.put("HTTP_PORT", Integer.toString(Ports.free()));
        environment.put("GRPC_PORT", Integer.toString(Ports.free()));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
        environment.put("HISTORY_DELAY", "PT0S");
        environment.put("ECB_URL", "");
        environment.putAll(more);
        new ForexService().deploy(runtime, Settings.of(environment)).await();
    }

    /** Another process of the same service: the same database, the same issuer, which ends with either of them. */
    RunningForex another(Map<String, String> more) {
        return new RunningForex(database(environment), issuer, more);
    }

    private static Map<String, String> database(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("DATABASE_"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The service's database under its owner, who may do what the service may not. */
    Database databaseAsOwner() {
        var settings = DatabaseSettings.from(Settings.of(environment));
        return Database.connect(clients, settings.asOwner().withPoolSize(2));
    }

    /** Waits until the whole history has been read, and the doors know. */
    void awaitHistory() {
        var database = Database.connect(clients, DatabaseSettings.from(Settings.of(environment)));
        historyRead(new ReferenceRateTable(database), new EcbArchive().history())
                .await();
        database.close().await();
        until(() -> currencies().encode().contains("\"CYP\""));
    }

    /** Looks again and again, for a minute. */
    void until(BooleanSupplier reached) {
        long patienceEnds = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > patienceEnds) {
                throw new AssertionError("it did not come to that within " + PATIENCE.toSeconds() + " s");
            }
            clients.timer(POLL_MS, TimeUnit.MILLISECONDS).await();
        }
    }

    JsonArray currencies() {
        return get("/currencies").json().getJsonArray("currencies");
    }

    private Future<Void> historyRead(ReferenceRateTable table, EcbArchive.File history) {
        return table.isComplete(history.name(), history.sizeBytes())
                .compose(read -> read
                        ? Future.succeededFuture()
                        : clients.timer(POLL_MS, TimeUnit.MILLISECONDS).compose(due -> historyRead(table, history)));
    }

    String token(String scope) {
        return issuer.token("trader", scope);
    }

    String tokenOf(String subject, String scope) {
        return issuer.token(subject, scope);
    }

    String tokenUntil(String subject, Instant expiresAt, String scope) {
        return issuer.token(subject, expiresAt, scope);
    }

    /** Waits until so much time has passed. */
    void pass(Duration time) {
        clients.timer(time.toMillis(), TimeUnit.MILLISECONDS).await();
    }

    /** An answer over REST. */
    record Answer(int status, String body, HttpHeaders headers) {
        JsonObject json() {
            return new JsonObject(body);
        }
    }

    Answer get(String path) {
        return get(path, token("forex:read"));
    }

    Answer get(String path, String token) {
        return get(path, token, "application/json");
    }

    /** Over a connection of its own, so that the event loops take turns. */
    Answer getAnew(String path) {
        return send(HttpClient.newHttpClient(), to(path), token("forex:read"));
    }

    Answer get(String path, String token, String accept) {
        return send(http, to(path).header("accept", accept), token);
    }

    Answer post(String path, String body, String token) {
        var request =
                to(path).header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        return send(http, request, token);
    }

    Answer delete(String path, String token) {
        return send(http, to(path).DELETE(), token);
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("HTTP_PORT") + path));
    }

    private static Answer send(HttpClient http, HttpRequest.Builder request, String token) {
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    /** The lines of an answer that goes on; the connection ends with the stream that is closed. */
    Stream<String> lines(String path, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("HTTP_PORT") + path))
                .header("authorization", "Bearer " + token("forex:read"));
        headers.forEach(request::setHeader);
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
            return response.body();
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    ServiceClient grpc() {
        return ServiceClient.connect(clients, "forex", List.of(new HostPort("127.0.0.1", port("GRPC_PORT"))));
    }

    /** A call of StreamRates that has received its first tick. */
    GrpcClientRequest<StreamRatesRequest, Tick> streamOneTick(StreamRatesRequest request) {
        var address = SocketAddress.inetSocketAddress(port("GRPC_PORT"), "127.0.0.1");
        return GrpcClient.client(clients)
                .request(address, ForexServiceGrpcClient.StreamRates)
                .compose(call -> {
                    call.headers().set("authorization", "Bearer " + token("forex:read"));
                    return call.send(request).compose(RunningForex::first).map(call);
                })
                .await();
    }

    private static Future<Tick> first(GrpcClientResponse<StreamRatesRequest, Tick> ticks) {
        Promise<Tick> first = Promise.promise();
        ticks.exceptionHandler(first::tryFail);
        ticks.handler(first::tryComplete);
        return first.future();
    }

    /** A counter as /metrics shows it. */
    double metric(String name) {
        return get("/metrics", "")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until a counter has come that far. */
    void awaitMetric(String name, double atLeast) {
        until(() -> metric(name) >= atLeast);
    }

    StreamClient stream() {
        var address = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port("HTTP_PORT"))
                .setURI("/ws/rates");
        return StreamClient.connect(clients, address);
    }

    /** Stops the service; clients live on. */
    void stop() {
        runtime.vertx().close().await();
    }

    @Override
    public void close() {
        stop();
        clients.close().await();
        issuer.close();
    }

    private int port(String key) {
        return Integer.parseInt(environment.get(key));
    }
}
