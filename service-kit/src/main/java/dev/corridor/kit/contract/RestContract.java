package dev.corridor.kit.contract;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A service's OpenAPI 3.1 contract, read once in a process and shared by its verticles.
 *
 * @param text the file as served at /openapi.yaml
 * @param documents media types of bodies that are not JSON, by operation
 */
public record RestContract(OpenAPIContract openApi, Buffer text, Map<String, Set<String>> documents) {
    private static final String JSON = "application/json";
    private static final JsonObject ANY_RESPONSE = new JsonObject().put("description", "Described in the served file");
    private static final JsonObject NONE = new JsonObject();
    private static final JsonArray SERVICE_ITSELF =
            new JsonArray().add(new JsonObject().put("url", "http://localhost/"));
    /** Names another JSON type that a value may have. Generators of clients see one type only, and generate a usable one. */
    private static final String ALSO_ACCEPTS = "x-also-accepts";

    /** Reads and parses a contract on a worker. @param resource class path, such as {@code openapi/profile.yaml} */
    public static Future<RestContract> load(Vertx vertx, String resource) {
        return vertx.executeBlocking(() -> Source.read(resource))
                .compose(source -> OpenAPIContract.from(vertx, source.json)
                        .map(contract -> new RestContract(contract, source.text, source.documents)));
    }

    /**
     * Removes what Vert.x does not support, such as application/problem+json and text/csv: all responses, which are not
     * checked, and all bodies but JSON.
     *
     * @return the media types of the removed bodies, by operation
     */
    private static Map<String, Set<String>> removeUnsupported(JsonObject contract) {
        Map<String, Set<String>> documents = new HashMap<>();
        for (var path : contract.getJsonObject("paths")) {
            for (var member : (JsonObject) path.getValue()) {
                if (member.getValue() instanceof JsonObject operation && operation.containsKey("operationId")) {
                    operation.put("responses", new JsonObject().put("default", ANY_RESPONSE));
                    documents.put(operation.getString("operationId"), removeDocuments(operation));
                }
            }
        }
        return documents;
    }

    private static Set<String> removeDocuments(JsonObject operation) {
        var bodies = operation.getJsonObject("requestBody", NONE).getJsonObject("content", NONE);
        var documents =
                bodies.fieldNames().stream().filter(type -> !type.equals(JSON)).collect(Collectors.toUnmodifiableSet());
        documents.forEach(bodies::remove);
        return documents;
    }

    private static void widen(Object node) {
        if (node instanceof JsonObject object) {
            if (object.getValue(ALSO_ACCEPTS) instanceof String other) {
                object.put("type", new JsonArray().add(object.getString("type")).add(other));
            }
            object.forEach(member -> widen(member.getValue()));
        } else if (node instanceof JsonArray array) {
            array.forEach(RestContract::widen);
        }
    }

    private record Source(Buffer text, JsonObject json, Map<String, Set<String>> documents) {
        static Source read(String resource) throws IOException {
            try (var stream = RestContract.class.getClassLoader().getResourceAsStream(resource)) {
                if (stream == null) {
                    throw new FileNotFoundException(resource);
                }
                byte[] bytes = stream.readAllBytes();
                @SuppressWarnings("unchecked")
                Map<String, Object> parsed = new YAMLMapper().readValue(bytes, Map.class);
                var contract = new JsonObject(parsed);
                var documents = removeUnsupported(contract);
                // Vert.x matches requests under the path of the first server; the service is not at the edge's path.
                contract.put("servers", SERVICE_ITSELF);
                widen(contract);
                return new Source(Buffer.buffer(bytes), contract, documents);
            }
        }
    }
}
