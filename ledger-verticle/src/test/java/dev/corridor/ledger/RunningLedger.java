package dev.corridor.ledger;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.embedded.TestServers;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.kit.sql.DatabaseSettings;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.ServiceMethod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The whole service, deployed as it is in production, and clients of its two doors. */
public final class RunningLedger implements AutoCloseable {
    private final ServiceRuntime runtime = ServiceRuntime.start();
    private final TestIssuer issuer = TestIssuer.start();
    private final HttpClient http = HttpClient.newHttpClient();
    private final int httpPort = Ports.free();
    private final int grpcPort = Ports.free();
    private final ServiceClient grpc;
    private final String admin;
    private final DatabaseOwner owner;

    public RunningLedger() {
        this(Map.of());
    }

    /** @param variables beside those that it needs */
    public RunningLedger(Map<String, String> variables) {
        admin = token("payment-service", Scope.LEDGER_ADMIN);
        var environment = new HashMap<>(TestServers.shared().freshDatabase("ledger"));
        environment.putAll(issuer.environment());
        environment.put("HTTP_PORT", Integer.toString(httpPort));
        environment.put("GRPC_PORT", Integer.toString(grpcPort));
        environment.put("INSTANCES", "2");
        environment.put("KAFKA_BOOTSTRAP_SERVERS", TestServers.shared().kafka());
        environment.putAll(variables);
        owner = new DatabaseOwner(DatabaseSettings.from(Settings.of(environment)));
        new LedgerService().deploy(runtime, Settings.of(environment)).await();
        grpc = ServiceClient.connect(runtime.vertx(), "ledger", List.of(new HostPort("127.0.0.1", grpcPort)));
    }

    /** A token that may do everything. */
    String admin() {
        return admin;
    }

    String token(String subject, Scope... scopes) {
        return issuer.token(subject, Arrays.stream(scopes).map(Scope::value).toArray(String[]::new));
    }

    Answer get(String path, String token) {
        return send(request(path, token).GET());
    }

    Answer post(String path, String token, JsonObject body) {
        return post(path, token, body.encode());
    }

    Answer post(String path, String token, String body) {
        return post(path, token, "application/json", body);
    }

    Answer post(String path, String token, String contentType, String body) {
        return send(request(path, token).header("content-type", contentType).POST(BodyPublishers.ofString(body)));
    }

    Answer patch(String path, String token, String ifMatch, JsonObject body) {
        return send(request(path, token)
                .header("content-type", "application/json")
                .header("if-match", ifMatch)
                .method("PATCH", BodyPublishers.ofString(body.encode())));
    }

    /** What is done to the books past the service's door. */
    public void asOwner(String sql) {
        owner.execute(sql);
    }

    /** What is no JSON. */
    public String document(String path, String token) {
        return sent(request(path, token).GET()).body();
    }

    /** A call that streams, before anything is sent. */
    <Q, R> GrpcClientRequest<Q, R> open(ServiceMethod<R, Q> method, String token) {
        var request = GrpcClient.client(runtime.vertx())
                .request(SocketAddress.inetSocketAddress(grpcPort, "127.0.0.1"), method)
                .await();
        request.headers().set("authorization", "Bearer " + token);
        return request;
    }

    <Q, R> R call(ServiceMethod<R, Q> method, Q request, String token) {
        return grpc.call(method, request, token).await();
    }

    /** What the REST door answered. */
    record Answer(int status, JsonObject body, HttpResponse<String> response) {
        String code() {
            return body.getString("code");
        }
    }

    @Override
    public void close() {
        runtime.vertx().close().await();
        issuer.close();
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .header("authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        var response = sent(request);
        return new Answer(response.statusCode(), new JsonObject(response.body()), response);
    }

    private HttpResponse<String> sent(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new AssertionError("no answer", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
