package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.embedded.TestIssuer;
import dev.corridor.embedded.TestServers;
import dev.corridor.forex.reference.client.EcbArchive;
import dev.corridor.forex.reference.store.ReferenceRateTable;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.StreamRatesRequest;
import dev.corridor.forex.v1.StreamRatesResponse;
import dev.corridor.forex.v1.Tick;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.kit.sql.Schema;
import dev.corridor.kit.testing.GrpcCaller;
import dev.corridor.kit.testing.HttpResult;
import dev.corridor.kit.testing.RunningService;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Forex service deployed as in production, on a database of its own, with the calls that its tests share. */
final class RunningForex implements AutoCloseable {
    private static final String USER = "trader";
    private static final String READ = "forex:read";
    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

    private final TestIssuer issuer;
    private final RunningService service;

    /** @param variables environment variables beside those that every test needs */
    RunningForex(Map<String, String> variables) {
        this(TestServers.shared().freshDatabase("forex"), TestIssuer.start(), variables);
    }

    private RunningForex(Map<String, String> database, TestIssuer issuer, Map<String, String> variables) {
        this.issuer = issuer;
        var environment = new HashMap<>(database);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
        environment.put("HISTORY_DELAY", "PT0S");
        environment.put("ECB_URL", "");
        environment.putAll(variables);
        service = RunningService.start(new ForexService(), issuer, environment);
    }

    /**
     * Starts another process of the same service: with the same database, and the same issuer, which ends with either.
     */
    RunningForex another(Map<String, String> variables) {
        var database = service.environment().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("DATABASE_"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new RunningForex(database, issuer, variables);
    }

    /** Connects to the service's database as its owner, who has rights that the service lacks. */
    Database databaseAsOwner() {
        var owner = Schema.Owner.from(service.settings());
        return Database.connect(
                service.clients(),
                new DatabaseSettings(
                        owner.address(), owner.database(), owner.user(), owner.password(), 2, Duration.ofSeconds(5)));
    }

    /** Waits until the whole history of reference rates is imported and served. */
    void awaitHistory() {
        var database = Database.connect(service.clients(), DatabaseSettings.from(service.settings()));
        var table = new ReferenceRateTable(database);
        var archive = new EcbArchive();
        until(() -> table.isComplete(archive.name(), archive.sizeBytes()).await());
        database.close().await();
        until(() -> currencies().encode().contains("\"CYP\""));
    }

    /** Waits until a condition holds, for at most a minute. */
    void until(Callable<Boolean> condition) {
        await().atMost(ONE_MINUTE).until(condition);
    }

    JsonArray currencies() {
        return get("/currencies").json().getJsonArray("currencies");
    }

    RunningService service() {
        return service;
    }

    String token(String scope) {
        return tokenOf(USER, scope);
    }

    String tokenOf(String subject, String scope) {
        return issuer.token(subject, scope);
    }

    String tokenUntil(String subject, Instant expiresAt, String scope) {
        return issuer.token(subject, expiresAt, scope);
    }

    HttpResult get(String path) {
        return get(path, token(READ));
    }

    HttpResult get(String path, String token) {
        return get(path, token, "application/json");
    }

    HttpResult get(String path, String token, String accept) {
        return service.http()
                .request("GET", path)
                .token(token)
                .header("accept", accept)
                .send();
    }

    /** Reads a public resource whose version with this ETag the caller has. */
    HttpResult getUnless(String etag, String path) {
        return service.http()
                .request("GET", path)
                .header("accept", "application/json")
                .header("if-none-match", etag)
                .send();
    }

    /** Sends a request on a connection of its own, so that another event loop may answer. */
    HttpResult getOnNewConnection(String path) {
        return service.http().onNewConnection().get(path, token(READ));
    }

    HttpResult post(String path, String body, String token) {
        return service.http().post(path, token, body);
    }

    HttpResult delete(String path, String token) {
        return service.http().delete(path, token);
    }

    /** Returns the lines of a stream of events; closing the stream ends the connection. */
    Stream<String> lines(String path, Map<String, String> headers) {
        return lines(path, headers, token(READ));
    }

    Stream<String> lines(String path, Map<String, String> headers, String token) {
        var response = service.http()
                .request("GET", path)
                .token(token)
                .headers(headers)
                .sendForLines();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
        return response.body();
    }

    /** Returns the client that other services use. */
    ServiceClient grpc() {
        return ServiceClient.connect(service.clients(), "forex", List.of(service.grpcAddress()));
    }

    /** Opens a call of StreamRates and waits for its first tick. */
    GrpcClientRequest<StreamRatesRequest, StreamRatesResponse> streamOneTick(StreamRatesRequest request) {
        var call = service.grpc().open(ForexServiceGrpcClient.StreamRates, token(READ));
        call.send(request).compose(RunningForex::first).await();
        return call;
    }

    /** Returns the first tick of a call of StreamRates. */
    Tick firstTick(StreamRatesRequest request) {
        var call = service.grpc().open(ForexServiceGrpcClient.StreamRates, token(READ));
        var tick = call.send(request).compose(RunningForex::first).await();
        call.cancel();
        return tick;
    }

    /** Returns the client that shows statuses as they were sent. */
    GrpcCaller grpcCaller() {
        return service.grpc();
    }

    private static Future<Tick> first(GrpcClientResponse<StreamRatesRequest, StreamRatesResponse> ticks) {
        Promise<Tick> first = Promise.promise();
        ticks.exceptionHandler(first::tryFail);
        ticks.handler(response -> first.tryComplete(response.getTick()));
        return first.future();
    }

    /** Returns the value of a metric without labels. */
    double metric(String name) {
        return service.metric(name);
    }

    void awaitMetric(String name, double atLeast) {
        until(() -> metric(name) >= atLeast);
    }

    StreamClient stream() {
        var address = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(service.httpPort())
                .setURI("/ws/rates");
        return StreamClient.connect(service.clients(), address);
    }

    /** Stops the service; the clients stay open. */
    void stop() {
        service.stop();
    }

    @Override
    public void close() {
        service.close();
        issuer.close();
    }
}
