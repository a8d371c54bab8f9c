package dev.corridor.kit.value;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** Converts {@link Metadata} to and from its JSON object in the database and in the REST contract. */
public final class MetadataJson {
    private MetadataJson() {}

    public static JsonObject of(Metadata metadata) {
        var json = new JsonObject();
        metadata.values().forEach(json::put);
        return json;
    }

    /** @param json an object of strings; null: no metadata */
    public static Metadata read(JsonObject json) {
        if (json == null || json.isEmpty()) {
            return Metadata.NONE;
        }
        Map<String, String> values = new HashMap<>();
        json.forEach(member -> values.put(member.getKey(), (String) member.getValue()));
        return new Metadata(values);
    }
}
