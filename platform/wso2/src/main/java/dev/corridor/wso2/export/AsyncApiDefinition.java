package dev.corridor.wso2.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Translation of an AsyncAPI 3 document to 2.0, which WSO2 reads. A stream has one channel with both directions: what the service
 * receives is published by clients, and what it sends is subscribed to.
 */
final class AsyncApiDefinition {
    /** Path of the topic below the backend's address. */
    static final String BACKEND_PATH = "/";

    private static final String ANY_PATH = "/*";

    private final Api api;
    private final ObjectNode contract;

    AsyncApiDefinition(Api api, ObjectNode contract) {
        this.api = api;
        this.contract = contract;
        if (contract.path("channels").size() != 1) {
            throw new ExportFailure("The contract " + api.contract() + " must have one channel.");
        }
    }

    List<ExposedOperation> operations() {
        Operation stream = api.operations().all().get(0);
        var operations = new ArrayList<ExposedOperation>();
        for (JsonNode each : contract.path("operations")) {
            operations.add(ExposedOperation.of(api, stream, ANY_PATH, verb(each)));
        }
        operations.sort(Comparator.comparing(ExposedOperation::verb));
        return operations;
    }

    ObjectNode document(ScopeTexts scopes) {
        var operations = operations();
        ObjectNode document = Yaml.object().put("asyncapi", "2.0.0");
        document.set("info", contract.path("info"));
        document.set("defaultContentType", contract.path("defaultContentType"));
        document.putObject("servers")
                .putObject("production")
                .put("url", api.backend().toString())
                .put("protocol", "ws");
        ObjectNode channel = document.putObject("channels").putObject(ANY_PATH);
        for (JsonNode each : contract.path("operations")) {
            channel.set(verb(each).toLowerCase(java.util.Locale.ROOT), operation(each, operations.get(0)));
        }
        ObjectNode components = contract.path("components").deepCopy();
        components.putObject("securitySchemes").set("oauth2", scopes.scheme(ApiDescription.scopesOf(api, operations)));
        document.set("components", components);
        return document;
    }

    private static String verb(JsonNode operation) {
        return operation.path("action").asText().equals("send") ? "SUBSCRIBE" : "PUBLISH";
    }

    private ObjectNode operation(JsonNode described, ExposedOperation exposed) {
        ObjectNode operation = Yaml.object();
        operation.set("summary", described.path("summary"));
        operation.put("x-auth-type", exposed.needsToken() ? "Any" : "None");
        operation.put("x-uri-mapping", BACKEND_PATH);
        operation.set("x-scopes", Yaml.texts(exposed.scopes()));
        var messages = operation.putObject("message").putArray("oneOf");
        for (JsonNode message : described.path("messages")) {
            messages.addObject().put("$ref", componentOf(message.path("$ref").asText()));
        }
        return operation;
    }

    /** The channel's message is a reference to a component itself. */
    private String componentOf(String reference) {
        return contract.at(reference.substring(1)).path("$ref").asText();
    }
}
