package dev.corridor.edge.config;

import java.util.Set;

/**
 * Operation of an API as its contract describes it.
 *
 * @param id OpenAPI's operationId, the root field of GraphQL, the method of a gRPC service, the channel of a stream
 * @param method an HTTP method; QUERY, MUTATION or SUBSCRIPTION; RPC, or an HTTP method where it is called as JSON; or SUBSCRIBE
 * @param path template below the API's base path, such as {@code /users/{id}}; "" for GraphQL and streams
 * @param scopes a caller needs one of these; empty: any caller of the API
 * @param needsToken whether a caller must send a token
 */
public record Operation(String id, String method, String path, Set<String> scopes, boolean needsToken) {
    public Operation {
        scopes = Set.copyOf(scopes);
    }

    Operation withToken(boolean isNeeded) {
        return new Operation(id, method, path, scopes, isNeeded);
    }
}
