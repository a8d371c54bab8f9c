package dev.corridor.gateway.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts JSON to the maps and lists that graphql-java expects as variables. */
public final class JsonMaps {
    private JsonMaps() {}

    public static Map<String, Object> map(JsonObject object) {
        var map = new LinkedHashMap<String, Object>();
        object.getMap().forEach((name, value) -> map.put(name, plain(value)));
        return map;
    }

    private static List<Object> list(JsonArray array) {
        var list = new ArrayList<>();
        for (Object value : array) {
            list.add(plain(value));
        }
        return list;
    }

    private static Object plain(Object value) {
        if (value instanceof JsonObject object) {
            return map(object);
        }
        return value instanceof JsonArray array ? list(array) : value;
    }
}
