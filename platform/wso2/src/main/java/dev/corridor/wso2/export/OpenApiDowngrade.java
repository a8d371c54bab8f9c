package dev.corridor.wso2.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Translation of an OpenAPI 3.1 document to 3.0. WSO2 API Manager 4.5.0 takes 3.1 in part only: wso2/api-manager#3673, mended in
 * 4.6.0.
 */
final class OpenApiDowngrade {
    private static final String REF = "$ref";
    private static final String NULL = "null";
    private static final String SCHEMA = "#/components/schemas/";
    /** Members whose content is data, not schemas. */
    private static final Set<String> DATA = Set.of("example", "default", "enum", "value");
    /** Members whose own members have names of the author's. */
    private static final Set<String> MAPS = Set.of("properties", "responses", "schemas", "parameters", "examples");
    /** Keywords that 3.0 does not have, and that validate nothing. */
    private static final List<String> ANNOTATIONS = List.of("contentMediaType", "contentEncoding", "$comment");

    private OpenApiDowngrade() {}

    /** Changes the document in place. */
    static void apply(ObjectNode document) {
        document.put("openapi", "3.0.3");
        if (document.at("/info/license") instanceof ObjectNode license) {
            license.remove("identifier");
        }
        if (document.path("info") instanceof ObjectNode info) {
            info.remove("summary");
        }
        document.remove(List.of("webhooks", "jsonSchemaDialect"));
        walk(document, false);
    }

    /** @param isMap whether the members are named by the author, as properties are */
    private static void walk(JsonNode node, boolean isMap) {
        if (node instanceof ArrayNode array) {
            array.forEach(element -> walk(element, false));
        } else if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
                if (isMap || !DATA.contains(member.getKey())) {
                    walk(member.getValue(), !isMap && MAPS.contains(member.getKey()));
                }
            }
            if (!isMap) {
                translate(object);
            }
        }
    }

    private static void translate(ObjectNode schema) {
        if (schema.path(REF).isTextual()) {
            reference(schema);
            return;
        }
        type(schema);
        nullAlternative(schema, "anyOf");
        nullAlternative(schema, "oneOf");
        if (schema.has("const") && !schema.get("const").isObject()) {
            JsonNode value = schema.remove("const");
            schema.putArray("enum").add(value);
            if (!schema.has("type")) {
                schema.put("type", value.isBoolean() ? "boolean" : value.isNumber() ? "number" : "string");
            }
        }
        if (schema.path("examples") instanceof ArrayNode examples) {
            schema.remove("examples");
            schema.set("example", examples.path(0));
        }
        exclusive(schema, "exclusiveMinimum", "minimum");
        exclusive(schema, "exclusiveMaximum", "maximum");
        ANNOTATIONS.stream().filter(key -> schema.path(key).isTextual()).forEach(schema::remove);
    }

    /** In 3.0 nothing stands beside a reference: a schema moves into allOf, and other texts go. */
    private static void reference(ObjectNode node) {
        if (node.size() == 1) {
            return;
        }
        String target = node.get(REF).asText();
        if (target.startsWith(SCHEMA)) {
            node.remove(REF);
            node.putArray("allOf").addObject().put(REF, target);
        } else {
            node.retain(REF);
        }
    }

    private static void type(ObjectNode schema) {
        if (!(schema.path("type") instanceof ArrayNode types)) {
            return;
        }
        var names = new ArrayList<String>();
        types.forEach(type -> names.add(type.asText()));
        boolean isNullable = names.remove(NULL);
        if (names.size() == 1) {
            schema.put("type", names.get(0));
        } else {
            schema.remove("type");
            ArrayNode alternatives = schema.putArray("anyOf");
            names.forEach(name -> alternatives.addObject().put("type", name));
        }
        if (isNullable) {
            schema.put("nullable", true);
        }
    }

    private static void nullAlternative(ObjectNode schema, String key) {
        if (!(schema.path(key) instanceof ArrayNode alternatives)) {
            return;
        }
        for (int i = 0; i < alternatives.size(); i++) {
            if (alternatives.get(i).path("type").asText().equals(NULL)) {
                alternatives.remove(i);
                schema.put("nullable", true);
                if (alternatives.size() == 1) {
                    schema.remove(key);
                    schema.set("allOf", alternatives);
                }
                return;
            }
        }
    }

    private static void exclusive(ObjectNode schema, String keyword, String bound) {
        if (schema.path(keyword).isNumber()) {
            schema.set(bound, schema.get(keyword));
            schema.put(keyword, true);
        }
    }
}
