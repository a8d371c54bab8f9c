package dev.corridor.wso2.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** JSON schemas of protobuf messages, in the form that the services read and write: names as in the contract, int64 as text. */
final class MessageSchemas {
    private static final String WELL_KNOWN = "google.protobuf.";
    private static final Map<String, String> WELL_KNOWN_TEXTS =
            Map.of("Timestamp", "date-time", "Duration", "", "FieldMask", "", "Int64Value", "int64");

    private final ProtoContracts contracts;
    private final SortedMap<String, ObjectNode> schemas = new TreeMap<>();

    MessageSchemas(ProtoContracts contracts) {
        this.contracts = contracts;
    }

    /** The schemas of all messages that were asked for, and of those in them, by name. */
    SortedMap<String, ObjectNode> all() {
        return schemas;
    }

    /** Returns a reference to the schema of a message. */
    ObjectNode of(Descriptor message) {
        String name = message.getFullName();
        if (name.startsWith(WELL_KNOWN)) {
            return wellKnown(message.getName());
        }
        if (!schemas.containsKey(name)) {
            ObjectNode schema = Yaml.object().put("type", "object");
            schemas.put(name, schema);
            ObjectNode properties = Yaml.object();
            message.getFields().forEach(field -> properties.set(field.getName(), of(field)));
            if (!properties.isEmpty()) {
                schema.set("properties", properties);
            }
        }
        return Yaml.object().put("$ref", "#/components/schemas/" + name);
    }

    /** Returns the schema of a field with its comment. */
    ObjectNode of(FieldDescriptor field) {
        ObjectNode schema = withoutComment(field);
        String comment = contracts.comment(field);
        if (comment.isEmpty()) {
            return schema;
        }
        if (schema.has("$ref")) {
            ObjectNode described = Yaml.object();
            described.putArray("allOf").add(schema);
            return described.put("description", comment);
        }
        return schema.put("description", comment);
    }

    /** Whether a field is one value in a query, or a list of them. */
    static boolean isText(FieldDescriptor field) {
        return !field.isMapField()
                && (field.getJavaType() != JavaType.MESSAGE
                        || field.getMessageType().getFullName().startsWith(WELL_KNOWN));
    }

    private ObjectNode withoutComment(FieldDescriptor field) {
        if (field.isMapField()) {
            ObjectNode map = Yaml.object().put("type", "object");
            map.set("additionalProperties", single(field.getMessageType().findFieldByName("value")));
            return map;
        }
        if (field.isRepeated()) {
            ObjectNode list = Yaml.object().put("type", "array");
            list.set("items", single(field));
            return list;
        }
        return single(field);
    }

    private ObjectNode single(FieldDescriptor field) {
        ObjectNode schema = Yaml.object();
        return switch (field.getJavaType()) {
            case INT -> schema.put("type", "integer").put("format", "int32");
            case LONG -> schema.put("type", "string").put("format", "int64");
            case FLOAT, DOUBLE -> schema.put("type", "number");
            case BOOLEAN -> schema.put("type", "boolean");
            case STRING -> schema.put("type", "string");
            case BYTE_STRING -> schema.put("type", "string").put("format", "byte");
            case ENUM -> {
                schema.put("type", "string")
                        .set(
                                "enum",
                                Yaml.texts(field.getEnumType().getValues().stream()
                                        .map(EnumValueDescriptor::getName)
                                        .toList()));
                yield schema;
            }
            case MESSAGE -> of(field.getMessageType());
        };
    }

    private static ObjectNode wellKnown(String name) {
        String format = WELL_KNOWN_TEXTS.get(name);
        if (format == null) {
            return Yaml.object().put("type", "object");
        }
        ObjectNode schema = Yaml.object().put("type", "string");
        return format.isEmpty() ? schema : schema.put("format", format);
    }
}
