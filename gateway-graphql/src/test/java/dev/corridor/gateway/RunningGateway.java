package dev.corridor.gateway;

import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.testing.HttpCall;
import dev.corridor.kit.testing.HttpResult;
import dev.corridor.kit.testing.RunningService;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** A deployed gateway and a client that sends GraphQL requests as the user ada. */
final class RunningGateway implements AutoCloseable {
    private final RunningService gateway;

    /** @param services host:port of a server that has every service's gRPC methods */
    RunningGateway(String services) {
        gateway = RunningService.start(
                new GatewayService(),
                Map.of(
                        "PROFILE_GRPC", services,
                        "LEDGER_GRPC", services,
                        "FOREX_GRPC", services,
                        "PAYMENT_GRPC", services));
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

    HttpResult get(String path) {
        return gateway.http().get(path);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
