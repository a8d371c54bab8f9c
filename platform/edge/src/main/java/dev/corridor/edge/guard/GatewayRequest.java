package dev.corridor.edge.guard;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Operation;
import dev.corridor.edge.guard.Subscriptions.Entitlement;
import dev.corridor.kit.identity.Caller;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** What the guards have found out about a request: the API, the operation, the caller and the plan. Grows step by step. */
public final class GatewayRequest {
    private static final String KEY = GatewayRequest.class.getName();

    private final Api api;
    private final Operation operation;
    private Caller caller;
    private Entitlement entitlement;

    private GatewayRequest(Api api, Operation operation) {
        this.api = api;
        this.operation = operation;
    }

    static GatewayRequest begin(RoutingContext context, Api api) {
        var http = context.request();
        var begun = new GatewayRequest(
                api, api.operation(http.method().name(), http.path()).orElse(null));
        context.put(KEY, begun);
        return begun;
    }

    /** Returns null for a request to the edge itself, or to no API. */
    public static GatewayRequest of(RoutingContext context) {
        return context.get(KEY);
    }

    void authenticated(Caller verified) {
        this.caller = verified;
    }

    void entitled(Entitlement found) {
        this.entitlement = found;
    }

    public Api api() {
        return api;
    }

    /** Empty if the contract has no operation for this method and path; the service answers it. */
    public Optional<Operation> operation() {
        return Optional.ofNullable(operation);
    }

    /** Empty before authentication, and where no token is needed. */
    public Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    public Optional<Entitlement> entitlement() {
        return Optional.ofNullable(entitlement);
    }

    boolean needsToken() {
        return operation == null ? api.needsToken() : operation.needsToken();
    }
}
