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

    /** @param resource class path, such as {@code openapi/profile.yaml}; read and parsed on a worker */
    public static Future<RestContract> load(Vertx vertx, String resource) {
        return vertx.executeBlocking(() -> Source.read(resource))
                .compose(source -> OpenAPIContract.from(vertx, source.json)
                        .map(contract -> new RestContract(contract, source.text)));
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
                return new Source(Buffer.buffer(bytes), new JsonObject(parsed));
            }
        }
    }
}
