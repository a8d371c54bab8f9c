package dev.corridor.gateway.api.rest;

import dev.corridor.gateway.api.graphql.GraphqlEngine;
import dev.corridor.gateway.api.graphql.GraphqlRequest;
import dev.corridor.gateway.api.graphql.GraphqlResponse;
import dev.corridor.gateway.client.CallerServices;
import dev.corridor.gateway.client.ServiceClients;
import dev.corridor.gateway.wire.JsonMaps;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.request.Accept;
import dev.corridor.kit.request.ExactJson;
import dev.corridor.kit.rest.GraphqlProblem;
import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.kit.rest.ProblemResponse.Rendered;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** Serves GraphQL over HTTP. Its contract is openapi/gateway.yaml. A request has one operation; there is no batching. */
public final class RestGraphql {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final GraphqlEngine engine;
    private final ServiceClients services;

    public RestGraphql(GraphqlEngine engine, ServiceClients services) {
        this.engine = engine;
        this.services = services;
    }

    public void mount(RestTransport rest) {
        var schema = Buffer.buffer(engine.schema().text());
        rest.problems(RestGraphql::problem)
                .operation("executeGraphql", this::execute)
                .operation("queryGraphql", this::query)
                .document("/schema.graphqls", TEXT, schema)
                // Through the edge, whose API begins at /graphql.
                .document("/graphql/schema.graphqls", TEXT, schema);
    }

    private Future<Reply> execute(Caller caller, RestRequest request) {
        var graphql = new GraphqlRequest(
                request.text("query"),
                QueryHash.of(request.text("documentId"), request.body().getJsonObject("extensions")),
                request.text("operationName").orElse(null),
                variables(request.body().getJsonObject("variables")),
                request.header("idempotency-key"),
                false);
        return engine.execute(graphql, new CallerServices(services, caller)).map(response -> reply(request, response));
    }

    private Future<Reply> query(Caller caller, RestRequest request) {
        var graphql = new GraphqlRequest(
                request.query("query"),
                QueryHash.of(request.query("documentId"), object(request, "extensions")),
                request.query("operationName").orElse(null),
                variables(object(request, "variables")),
                Optional.empty(),
                true);
        return engine.execute(graphql, new CallerServices(services, caller)).map(response -> reply(request, response)
                .header("cache-control", cacheControl(response.cacheSeconds()))
                .header("vary", "Authorization, Accept"));
    }

    /** Tells a refusal as GraphQL does to a client that knows how, and as problem+json to others. */
    private static Rendered problem(HttpServerRequest request, Problem problem) {
        var accept = Accept.of(Optional.ofNullable(request.getHeader("accept")));
        return accept.prefers(GraphqlProblem.MEDIA_TYPE, ProblemResponse.MEDIA_TYPE)
                ? new Rendered(
                        GraphqlProblem.MEDIA_TYPE,
                        GraphqlProblem.json(problem, Problem.RETRY_AFTER).toBuffer())
                : ProblemResponse.rendered(problem);
    }

    /** A response belongs to the token that asked, so no shared cache keeps it. */
    private static String cacheControl(int seconds) {
        return seconds == 0 ? "no-store" : "private, max-age=" + seconds;
    }

    private static JsonObject object(RestRequest request, String parameter) {
        return request.query(parameter)
                .map(text -> ExactJson.parameter(parameter, text))
                .orElse(null);
    }

    private static Map<String, Object> variables(JsonObject json) {
        return json == null ? Map.of() : JsonMaps.map(json);
    }

    /** Answers an invalid operation with 400 if the client accepts the GraphQL media type, else with 200 as older clients expect. */
    private static Reply reply(RestRequest request, GraphqlResponse response) {
        if (response.isMutationOverGet()) {
            return Reply.of(405, GraphqlProblem.MEDIA_TYPE, response.json().toBuffer())
                    .header("allow", "POST");
        }
        boolean acceptsGraphql = request.prefers(GraphqlProblem.MEDIA_TYPE);
        return acceptsGraphql
                ? Reply.of(
                        response.wasExecuted() ? 200 : 400,
                        GraphqlProblem.MEDIA_TYPE,
                        response.json().toBuffer())
                : Reply.ok(response.json());
    }
}
