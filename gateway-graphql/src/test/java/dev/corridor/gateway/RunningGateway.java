package dev.corridor.gateway;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.runtime.ServiceRuntime;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;

/** The gateway on a free port, and a client for it. */
final class RunningGateway implements AutoCloseable {
    private final ServiceRuntime runtime = ServiceRuntime.start();
    private final TestIssuer issuer = TestIssuer.start();
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = Ports.free();

    /** @param services host:port of a server that has every service's gRPC methods */
    RunningGateway(String services) {
        var environment = new HashMap<>(issuer.environment());
        environment.put("HTTP_PORT", Integer.toString(port));
        environment.put("PROFILE_GRPC", services);
        environment.put("LEDGER_GRPC", services);
        environment.put("FOREX_GRPC", services);
        environment.put("PAYMENT_GRPC", services);
        new GatewayService().deploy(runtime, Settings.of(environment)).await();
    }

    String tokenOf(String subject) {
        return issuer.token(subject, "profile:read", "payments:read", "payments:write", "ledger:read", "forex:read");
    }

    /** What ada gets for the query. */
    JsonObject query(String query) throws Exception {
        return query(query, new JsonObject());
    }

    JsonObject query(String query, JsonObject variables) throws Exception {
        var body = new JsonObject().put("query", query).put("variables", variables);
        var response = send(request(body.encode()));
        assert response.statusCode() == 200 : response.body();
        return new JsonObject(response.body());
    }

    /** A POST by ada of that body. */
    HttpRequest.Builder request(String body) {
        return anonymous(body).header("authorization", "Bearer " + tokenOf("ada"));
    }

    HttpRequest.Builder anonymous(String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)));
    }

    @Override
    public void close() {
        runtime.vertx().close().await();
        issuer.close();
    }
}
