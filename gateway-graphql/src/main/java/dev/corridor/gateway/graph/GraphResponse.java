package dev.corridor.gateway.graph;

import dev.corridor.gateway.domain.GatewayError;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import graphql.ErrorClassification;
import graphql.ErrorType;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.language.SourceLocation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** The answer to a query as JSON, each of its errors with a code. */
public final class GraphResponse {
    private final ExecutionResult result;

    public GraphResponse(ExecutionResult result) {
        this.result = result;
    }

    /** Whether execution began. Otherwise there is no {@code data}: the query is malformed, invalid or beyond the limits. */
    public boolean hasBegun() {
        return result.isDataPresent();
    }

    public JsonObject json() {
        var json = new JsonObject();
        if (hasBegun()) {
            Map<String, Object> data = result.getData();
            json.put("data", data == null ? null : new JsonObject(data));
        }
        if (!result.getErrors().isEmpty()) {
            var errors = new JsonArray();
            result.getErrors().forEach(error -> errors.add(json(error)));
            json.put("errors", errors);
        }
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

    private static JsonObject json(SourceLocation location) {
        return new JsonObject().put("line", location.getLine()).put("column", location.getColumn());
    }

    /** {@link FieldFailures} has written those of a failed field; graphql-java writes none of ours. */
    private Map<String, Object> extensions(GraphQLError error) {
        var written = error.getExtensions();
        return written != null && written.containsKey("code")
                ? written
                : ErrorExtensions.of(Problem.of(code(error.getErrorType()), error.getMessage()));
    }

    private dev.corridor.kit.error.ErrorCode code(ErrorClassification kind) {
        if (kind == ErrorType.ExecutionAborted) {
            return GatewayError.GRAPHQL_TOO_COMPLEX;
        }
        return hasBegun() ? StandardError.INTERNAL : GatewayError.GRAPHQL_INVALID;
    }
}
