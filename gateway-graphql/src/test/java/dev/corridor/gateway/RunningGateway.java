package dev.corridor.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.testing.HttpCall;
import dev.corridor.kit.testing.HttpResult;
import dev.corridor.kit.testing.RunningService;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A deployed gateway and a client that sends GraphQL requests as the user ada. */
final class RunningGateway implements AutoCloseable {
    private final RunningService gateway;

    /** @param services host:port of a server that has every service's gRPC methods */
    RunningGateway(String services) {
        this(services, Map.of());
    }

    /** @param variables further variables of its environment */
    RunningGateway(String services, Map<String, String> variables) {
        var environment = new HashMap<>(variables);
        environment.putAll(Map.of(
                "PROFILE_GRPC", services,
                "LEDGER_GRPC", services,
                "FOREX_GRPC", services,
                "PAYMENT_GRPC", services));
        gateway = RunningService.start(new GatewayService(), environment);
    }

    String tokenOf(String subject) {
        return gateway.token(
                subject,
                Scope.PROFILE_READ,
                Scope.PAYMENTS_READ,
                Scope.PAYMENTS_WRITE,
                Scope.LEDGER_READ,
                Scope.FOREX_READ);
    }

    /** Sends a query and returns the GraphQL response. */
    JsonObject query(String query) {
        return query(query, new JsonObject());
    }

    JsonObject query(String query, JsonObject variables) {
        var body = new JsonObject().put("query", query).put("variables", variables);
        return request(body.encode()).send().assertStatus(200).json();
    }

    /** A request of ada with the given body. */
    HttpCall request(String body) {
        return anonymous(body).token(tokenOf("ada"));
    }

    HttpCall anonymous(String body) {
        return gateway.http().request("POST", "/graphql").json(body);
    }

    /** A GET request of ada with parameters, whose values are not encoded yet. */
    HttpCall getQuery(Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return gateway.http().request("GET", "/graphql?" + query).token(tokenOf("ada"));
    }

    HttpResult delete(String path) {
        return gateway.http().request("DELETE", path).token(tokenOf("ada")).send();
    }

    HttpResult get(String path) {
        return gateway.http().get(path);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
