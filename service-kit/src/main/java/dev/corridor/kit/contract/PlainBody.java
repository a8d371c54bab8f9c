package dev.corridor.kit.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.RequestBody;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON bodies of one operation that are within its contract at first sight: objects that have every member that is needed,
 * and no member but texts that are bound in length at most. As with {@link PlainRequests}, what this leaves out may still be right.
 */
final class PlainBody {
    private static final Set<String> OF_AN_OBJECT =
            Set.of("type", "properties", "required", "additionalProperties", "title", "description", "example");

    private final Map<String, Integer> longest = new HashMap<>();
    private final Set<String> needed = new HashSet<>();

    private PlainBody() {}

    /** Empty when no body can be told to be right without a validator. */
    static Optional<PlainBody> of(RequestBody body) {
        var json = body.getContent().get(MediaType.APPLICATION_JSON);
        return json == null || json.getSchema() == null ? Optional.empty() : of(json.getSchema());
    }

    private static Optional<PlainBody> of(JsonSchema schema) {
        if (!"object".equals(schema.get("type")) || !PlainRequests.hasOnly(schema.fieldNames(), OF_AN_OBJECT)) {
            return Optional.empty();
        }
        var plain = new PlainBody();
        JsonObject properties = schema.get("properties", new JsonObject());
        properties.fieldNames().forEach(name -> plain.add(name, properties.getValue(name)));
        schema.get("required", new JsonArray()).forEach(name -> plain.needed.add((String) name));
        return Optional.of(plain);
    }

    /** @param contentType as it was sent; null: none was */
    boolean includes(String contentType, JsonObject body) {
        return MediaType.APPLICATION_JSON.equals(contentType)
                && needed.stream().allMatch(body::containsKey)
                && body.stream().allMatch(member -> isPlain(member.getKey(), member.getValue()));
    }

    private boolean isPlain(String name, Object value) {
        Integer most = longest.get(name);
        return most != null && value instanceof String text && text.length() <= most;
    }

    private void add(String name, Object schema) {
        if (schema instanceof JsonObject property && PlainRequests.isText(property)) {
            longest.put(name, property.getInteger("maxLength", Integer.MAX_VALUE));
        }
    }
}
