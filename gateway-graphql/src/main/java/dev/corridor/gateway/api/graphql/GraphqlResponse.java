package dev.corridor.gateway.api.graphql;

import dev.corridor.gateway.domain.GatewayError;
import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import graphql.ErrorClassification;
import graphql.ErrorType;
import graphql.ExecutionResult;
import graphql.GraphQLContext;
import graphql.GraphQLError;
import graphql.language.SourceLocation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** Renders the result of an operation as JSON. Every error has a stable code. */
public final class GraphqlResponse {
    private final ExecutionResult result;
    private final GraphQLContext context;
    private final ErrorWords words;

    GraphqlResponse(ExecutionResult result, GraphQLContext context, ErrorWords words) {
        this.result = result;
        this.context = context;
        this.words = words;
    }

    static GraphqlResponse refused(Problem problem, ErrorWords words) {
        var result = ExecutionResult.newExecutionResult()
                .addError(ErrorExtensions.error(problem, words))
                .build();
        return new GraphqlResponse(result, GraphQLContext.getDefault(), words);
    }

    /** Whether a request that must be safe has a mutation. */
    public boolean isMutationOverGet() {
        return result.getErrors().stream()
                .map(GraphQLError::getExtensions)
                .anyMatch(extensions -> extensions != null
                        && GatewayError.MUTATION_OVER_GET.code().equals(extensions.get("code")));
    }

    /** Returns how long the client may keep the answer to a safe request, in seconds; 0 for not at all. */
    public int cacheSeconds() {
        return result.getErrors().isEmpty() ? context.getOrDefault(CachePolicy.class, 0) : 0;
    }

    /** False when the query is malformed, invalid or beyond the limits. The response then has no {@code data}. */
    public boolean wasExecuted() {
        return result.isDataPresent();
    }

    public JsonObject json() {
        var json = new JsonObject();
        if (wasExecuted()) {
            Map<String, Object> data = result.getData();
            json.put("data", data == null ? null : new JsonObject(data));
        }
        if (!result.getErrors().isEmpty()) {
            var errors = new JsonArray();
            result.getErrors().forEach(error -> errors.add(json(error)));
            json.put("errors", errors);
        }
        Optional<Integer> cost = context.getOrEmpty(QueryCost.class);
        cost.ifPresent(requested -> json.put("extensions", new JsonObject().put("cost", json(requested))));
        return json;
    }

    private JsonObject json(GraphQLError error) {
        var json = new JsonObject().put("message", error.getMessage());
        if (error.getLocations() != null && !error.getLocations().isEmpty()) {
            var locations = new JsonArray();
            error.getLocations().forEach(location -> locations.add(json(location)));
            json.put("locations", locations);
        }
        if (error.getPath() != null) {
            json.put("path", new JsonArray(error.getPath()));
        }
        return json.put("extensions", new JsonObject(extensions(error)));
    }

    private static JsonObject json(int cost) {
        return new JsonObject()
                .put("requested", cost)
                .put("limit", QueryCost.MAX)
                .put("remaining", Math.max(0, QueryCost.MAX - cost));
    }

    private static JsonObject json(SourceLocation location) {
        return new JsonObject().put("line", location.getLine()).put("column", location.getColumn());
    }

    /** Extensions of a failed field come from {@link FieldExceptionHandler}; errors of graphql-java itself have none. */
    private Map<String, Object> extensions(GraphQLError error) {
        var present = error.getExtensions();
        return present != null && present.containsKey("code")
                ? present
                : ErrorExtensions.of(Problem.of(code(error.getErrorType()), error.getMessage()), words);
    }

    private ErrorCode code(ErrorClassification kind) {
        if (kind == ErrorType.ExecutionAborted) {
            return GatewayError.GRAPHQL_TOO_COMPLEX;
        }
        return wasExecuted() ? StandardError.INTERNAL : GatewayError.GRAPHQL_INVALID;
    }
}
