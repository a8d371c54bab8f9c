package dev.corridor.gateway.api.rest;

import dev.corridor.gateway.client.CallerServices;
import dev.corridor.gateway.client.ServiceClients;
import dev.corridor.gateway.graph.GraphEngine;
import dev.corridor.gateway.graph.GraphRequest;
import dev.corridor.gateway.graph.GraphResponse;
import dev.corridor.gateway.wire.PlainJson;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** GraphQL over HTTP; its contract is openapi/gateway.yaml. One operation a request: there is no batching. */
public final class RestGraphql {
    private static final String GRAPHQL_RESPONSE = "application/graphql-response+json";

    private final GraphEngine engine;
    private final ServiceClients services;

    public RestGraphql(GraphEngine engine, ServiceClients services) {
        this.engine = engine;
        this.services = services;
    }

    public void mount(RestTransport rest) {
        rest.operation("executeGraphql", this::execute)
                .document(
                        "/schema.graphqls",
                        "text/plain; charset=utf-8",
                        Buffer.buffer(engine.schema().text()));
    }

    private Future<Reply> execute(Caller caller, RestRequest request) {
        return engine.execute(graphRequest(request), new CallerServices(services, caller))
                .map(GraphResponse::new)
                .map(response -> reply(request, response));
    }

    private static GraphRequest graphRequest(RestRequest request) {
        return new GraphRequest(
                request.body().getString("query"),
                request.text("operationName").orElse(null),
                variables(request.body().getJsonObject("variables")));
    }

    private static Map<String, Object> variables(JsonObject json) {
        return json == null ? Map.of() : PlainJson.map(json);
    }

    /** Clients that know the newer media type get a status that tells; for the others it is 200 whenever we answer. */
    private static Reply reply(RestRequest request, GraphResponse response) {
        boolean isNewer = request.header("accept").orElse("").contains(GRAPHQL_RESPONSE);
        return isNewer
                ? Reply.of(
                        response.hasBegun() ? 200 : 400,
                        GRAPHQL_RESPONSE,
                        response.json().toBuffer())
                : Reply.ok(response.json());
    }
}
