package dev.corridor.wso2.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.corridor.edge.config.Api;
import java.util.List;
import java.util.Locale;

/** Addition of the server, security and limits to an OpenAPI document, in the words of WSO2. */
final class SecuredOpenApi {
    /** The name by which WSO2 finds the scopes of an operation. A caller needs one of them, although OpenAPI reads it as all. */
    private static final String SCHEME = "default";

    /** WSO2 shows its gateway's addresses instead. */
    private static final String GATEWAY = "https://localhost:8243";

    private SecuredOpenApi() {}

    static ObjectNode of(ObjectNode document, Api api, List<ExposedOperation> operations, ScopeTexts scopes) {
        document.remove("security");
        document.putArray("servers").addObject().put("url", GATEWAY + api.basePath());
        for (ExposedOperation operation : operations) {
            var path = document.path("paths").path(operation.target());
            if (!(path.path(operation.verb().toLowerCase(Locale.ROOT)) instanceof ObjectNode described)) {
                throw new IllegalStateException("no description of " + operation);
            }
            secure(described, operation);
        }
        ObjectNode components = document.withObject("/components");
        components.remove("securitySchemes");
        components.putObject("securitySchemes").set(SCHEME, scopes.scheme(ApiDescription.scopesOf(api, operations)));
        return document;
    }

    private static void secure(ObjectNode operation, ExposedOperation exposed) {
        operation.remove("security");
        var security = operation.putArray("security");
        if (exposed.needsToken()) {
            security.addObject().set(SCHEME, Yaml.texts(exposed.scopes()));
        }
        operation.put("x-auth-type", exposed.authType());
        operation.put("x-throttling-tier", exposed.policy());
    }
}
