package dev.corridor.wso2.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Api.Kind;
import dev.corridor.edge.config.Cors;
import dev.corridor.edge.config.Plan;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Description of one version of an API: the project's files {@code api.yaml}, {@code api_meta.yaml} and the deployment. */
final class ApiDescription {
    private static final List<String> SECURITY = List.of("oauth2", "oauth_basic_auth_api_key_mandatory");

    private final Api api;
    private final List<ExposedOperation> operations;
    private final ScopeTexts scopes;

    ApiDescription(Api api, List<ExposedOperation> operations, ScopeTexts scopes) {
        this.api = api;
        this.operations = operations;
        this.scopes = scopes;
    }

    /** The scopes of an API: those that it lists and those of its operations, sorted. */
    static Collection<String> scopesOf(Api api, List<ExposedOperation> operations) {
        var all = new TreeSet<>(api.scopes());
        operations.forEach(operation -> all.addAll(operation.scopes()));
        return all;
    }

    ObjectNode document() {
        ObjectNode data = Yaml.object();
        describe(data);
        secure(data);
        limit(data);
        // Browsers ask no leave for a WebSocket.
        if (api.kind() == Kind.WEBSOCKET || api.cors().origins().isEmpty()) {
            data.putObject("corsConfiguration").put("corsConfigurationEnabled", false);
        } else {
            data.set("corsConfiguration", cors(api.cors()));
        }
        data.set("endpointConfig", ApiEndpoint.of(api));
        data.put("endpointImplementationType", "ENDPOINT");
        data.set("scopes", scopes.entries(scopesOf(api, operations)));
        var list = data.putArray("operations");
        operations.forEach(operation -> list.add(entry(operation)));
        return Yaml.document("api", data);
    }

    ObjectNode meta() {
        ObjectNode meta = Yaml.object().put("name", api.name()).put("version", api.version());
        meta.putObject("deploy")
                .putObject("import")
                .put("update", true)
                .put("preserveProvider", false)
                .put("rotateRevision", true);
        return meta;
    }

    /** Without it WSO2 publishes the API and answers 404. */
    static ObjectNode deployment() {
        var environments = Yaml.object().putArray("data");
        environments.addObject().put("displayOnDevportal", true).put("deploymentEnvironment", "Default");
        return Yaml.document("deployment_environments", environments);
    }

    private void describe(ObjectNode data) {
        data.put("name", api.name())
                .put("description", api.description())
                .put("context", api.context())
                .put("version", api.version())
                .put("provider", "admin")
                .put("lifeCycleStatus", api.deprecation().isPresent() ? "DEPRECATED" : "PUBLISHED")
                .put("isDefaultVersion", api.isDefaultVersion())
                .put("isRevision", false)
                .put("revisionId", 0)
                .put("type", type())
                .put("organizationId", "carbon.super")
                .put("gatewayVendor", "wso2")
                .put("gatewayType", "wso2/synapse");
        data.putObject("subtypeConfiguration").put("subtype", "DEFAULT");
        data.set("transport", Yaml.texts(api.kind() == Kind.WEBSOCKET ? List.of() : List.of("http", "https")));
        data.putArray("asyncTransportProtocols");
        data.putArray("tags").add(api.kind().name().toLowerCase(java.util.Locale.ROOT));
        api.deprecation().ifPresent(deprecation -> {
            var properties = data.putArray("additionalProperties");
            property(
                    properties.addObject(),
                    "deprecated_since",
                    deprecation.since().toString());
            deprecation.sunset().ifPresent(time -> property(properties.addObject(), "sunset", time.toString()));
            deprecation.successor().ifPresent(version -> property(properties.addObject(), "successor", version));
            deprecation.link().ifPresent(link -> property(properties.addObject(), "migration", link.toString()));
        });
    }

    private static void property(ObjectNode property, String name, String value) {
        property.put("name", name).put("value", value).put("display", true);
    }

    private String type() {
        return switch (api.kind()) {
            case REST, GRPC -> "HTTP";
            case GRAPHQL -> "GRAPHQL";
            case WEBSOCKET -> "WS";
        };
    }

    private void secure(ObjectNode data) {
        data.put("visibility", "PUBLIC")
                .put("accessControl", "NONE")
                .put("subscriptionAvailability", "CURRENT_TENANT")
                .put("authorizationHeader", "Authorization")
                .put("enableSchemaValidation", false);
        data.set("securityScheme", Yaml.texts(SECURITY));
        data.set("audiences", Yaml.texts(List.of("all")));
        data.set("keyManagers", Yaml.texts(List.of("all")));
    }

    private void limit(ObjectNode data) {
        data.set("policies", Yaml.texts(api.plans().stream().map(Plan::name).toList()));
        PolicyDocuments.ofApi(api).ifPresent(policy -> data.put("apiThrottlingPolicy", policy.name()));
        boolean isCached = isCachedWhole();
        data.put("responseCachingEnabled", isCached);
        if (isCached) {
            data.put("cacheTimeout", api.caching().orElseThrow().time().toSeconds());
        }
    }

    /** WSO2 caches all of an API or nothing, every method and status, for all callers alike. */
    private boolean isCachedWhole() {
        return api.caching()
                .filter(caching -> api.operations().all().stream()
                        .allMatch(operation -> caching.operations().contains(operation.id())))
                .isPresent();
    }

    private static ObjectNode cors(Cors cors) {
        ObjectNode node = Yaml.object()
                .put("corsConfigurationEnabled", true)
                .put("accessControlAllowCredentials", cors.credentials());
        node.set("accessControlAllowOrigins", Yaml.texts(new TreeSet<>(cors.origins())));
        node.set("accessControlAllowHeaders", Yaml.texts(new TreeSet<>(cors.headers())));
        node.set("accessControlAllowMethods", Yaml.texts(new TreeSet<>(cors.methods())));
        return node;
    }

    private ObjectNode entry(ExposedOperation operation) {
        ObjectNode entry = Yaml.object().put("target", operation.target()).put("verb", operation.verb());
        if (api.kind() == Kind.WEBSOCKET) {
            entry.put("uriMapping", AsyncApiDefinition.BACKEND_PATH);
        }
        entry.put("authType", operation.authType()).put("throttlingPolicy", operation.policy());
        entry.set("scopes", Yaml.texts(operation.scopes()));
        ObjectNode policies = entry.putObject("operationPolicies");
        List.of("request", "response", "fault").forEach(policies::putArray);
        return entry;
    }
}
