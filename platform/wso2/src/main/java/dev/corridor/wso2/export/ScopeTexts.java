package dev.corridor.wso2.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.corridor.kit.identity.Scope;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Descriptions and roles of scopes. A scope is the same in all projects: most belong to a REST API and a gRPC API, and WSO2 refuses
 * an API whose scope another API has alone, so that all of them are shared.
 */
final class ScopeTexts {
    private static final List<String> OPERATOR_ROLES = List.of("admin");
    private static final Set<String> OF_USERS = new HashSet<>(Scope.ofUsers());

    private final Map<String, String> descriptions = new HashMap<>();

    /** Learns the descriptions of an OpenAPI document; those that were learned before stay. */
    void learn(ObjectNode openApi) {
        openApi.at("/components/securitySchemes")
                .forEach(scheme -> scheme.path("flows").forEach(flow -> flow.path("scopes")
                        .properties()
                        .forEach(scope -> descriptions.putIfAbsent(
                                scope.getKey(), scope.getValue().asText()))));
    }

    String description(String scope) {
        return descriptions.getOrDefault(scope, scope);
    }

    /** Roles that a user needs to be granted the scope; none: every user is. */
    static List<String> roles(String scope) {
        return OF_USERS.contains(scope) ? List.of() : OPERATOR_ROLES;
    }

    /** The scopes as {@code api.yaml} lists them. */
    ArrayNode entries(Collection<String> scopes) {
        ArrayNode entries = Yaml.object().putArray("scopes");
        for (String name : scopes) {
            ObjectNode entry = entries.addObject();
            entry.putObject("scope")
                    .put("name", name)
                    .put("displayName", name)
                    .put("description", description(name))
                    .set("bindings", Yaml.texts(roles(name)));
            entry.put("shared", true);
        }
        return entries;
    }

    /** The scheme by which WSO2's OpenAPI and AsyncAPI documents name scopes. */
    ObjectNode scheme(Collection<String> scopes) {
        ObjectNode scheme = Yaml.object().put("type", "oauth2");
        ObjectNode flow = scheme.putObject("flows")
                .putObject("implicit")
                .put("authorizationUrl", "https://localhost:9443/oauth2/authorize");
        ObjectNode described = flow.putObject("scopes");
        scopes.forEach(scope -> described.put(scope, description(scope)));
        ObjectNode bindings = flow.putObject("x-scopes-bindings");
        scopes.forEach(scope -> bindings.put(scope, String.join(",", roles(scope))));
        return scheme;
    }
}
