package dev.corridor.wso2.export;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Operation;
import java.util.List;
import java.util.Set;

/**
 * Operation of an API as WSO2 has it.
 *
 * @param target path below the base path, root field or topic
 * @param verb an HTTP method; QUERY, MUTATION or SUBSCRIPTION; PUBLISH or SUBSCRIBE
 * @param scopes a caller needs one of these, sorted; empty: any token
 * @param policy name of the advanced policy that limits it
 */
record ExposedOperation(String target, String verb, List<String> scopes, boolean needsToken, String policy) {
    static final String UNLIMITED = "Unlimited";

    static ExposedOperation of(Api api, Operation operation, String target, String verb) {
        var limit = api.limits().ofOperations().get(operation.id());
        return new ExposedOperation(
                target, verb, scopes(api, operation), operation.needsToken(), limit == null ? UNLIMITED : limit.name());
    }

    /** An operation whose contract names no scope needs one of the API's. WSO2 checks no scope where no token is needed. */
    private static List<String> scopes(Api api, Operation operation) {
        if (!operation.needsToken()) {
            return List.of();
        }
        Set<String> needed = operation.scopes().isEmpty() ? api.scopes() : operation.scopes();
        return needed.stream().sorted().toList();
    }

    String authType() {
        return needsToken ? "Application & Application User" : "None";
    }
}
