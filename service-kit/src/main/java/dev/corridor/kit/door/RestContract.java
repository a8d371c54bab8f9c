package dev.corridor.kit.door;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;

/**
 * A service's OpenAPI 3.1 contract, read once a process and shared by its verticles.
 *
 * @param text the file as served at /openapi.yaml
 */
public record RestContract(OpenAPIContract openApi, Buffer text) {
    private static final JsonObject ANY_RESPONSE = new JsonObject().put("description", "Described in the served file");

    /** @param resource class path, such as {@code openapi/profile.yaml}; read and parsed on a worker */
    public static Future<RestContract> load(Vertx vertx, String resource) {
        return vertx.executeBlocking(() -> Source.read(resource))
                .compose(source -> OpenAPIContract.from(vertx, source.json)
                        .map(contract -> new RestContract(contract, source.text)));
    }

    /** Vert.x knows no application/problem+json. Only requests are checked, so it is shown no responses at all. */
    private static void withoutResponses(JsonObject contract) {
        for (var path : contract.getJsonObject("paths")) {
            for (var member : (JsonObject) path.getValue()) {
                if (member.getValue() instanceof JsonObject operation && operation.containsKey("operationId")) {
                    operation.put("responses", new JsonObject().put("default", ANY_RESPONSE));
                }
            }
        }
    }

    private record Source(Buffer text, JsonObject json) {
        static Source read(String resource) throws IOException {
            try (var stream = RestContract.class.getClassLoader().getResourceAsStream(resource)) {
                if (stream == null) {
                    throw new FileNotFoundException(resource);
                }
                byte[] bytes = stream.readAllBytes();
                @SuppressWarnings("unchecked")
                Map<String, Object> parsed = new YAMLMapper().readValue(bytes, Map.class);
                var contract = new JsonObject(parsed);
                withoutResponses(contract);
                return new Source(Buffer.buffer(bytes), contract);
            }
        }
    }
}
