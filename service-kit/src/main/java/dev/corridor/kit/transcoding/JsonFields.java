package dev.corridor.kit.transcoding;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reader of JSON objects into a message, field by field, so that a refusal names the field. Names are those of the proto or
 * lowerCamelCase. Notes which fields the JSON has.
 */
final class JsonFields {
    private static final String WELL_KNOWN = "google.protobuf";

    private final Set<String> given = new LinkedHashSet<>();

    /** The paths of the fields that have been read, such as "amount" and "amount.currency". */
    Set<String> given() {
        return given;
    }

    /** @throws Problem invalid_request */
    void read(JsonObject json, Message.Builder message) {
        read(json, message, "");
    }

    /**
     * Reads a JSON value into one field.
     *
     * @throws Problem invalid_request
     */
    void read(Object value, FieldDescriptor field, Message.Builder message, String path) {
        String name = path + field.getName();
        given.add(name);
        if (value == null) {
            throw invalid(name, "is null; leave it out, or give it a value.");
        }
        if (field.isMapField()) {
            readMap(value, field, message, name);
        } else if (field.isRepeated()) {
            readList(value, field, message, name);
        } else {
            message.setField(field, value(value, field, message, name));
        }
    }

    private void read(JsonObject json, Message.Builder message, String path) {
        var seen = new HashSet<FieldDescriptor>();
        var chosen = new HashSet<OneofDescriptor>();
        for (Map.Entry<String, Object> member : json) {
            var field = find(message, member.getKey());
            if (field == null) {
                throw invalid(path + member.getKey(), "is not in the contract of this method.");
            }
            if (!seen.add(field)) {
                throw invalid(path + field.getName(), "is given twice.");
            }
            if (field.getRealContainingOneof() != null && !chosen.add(field.getRealContainingOneof())) {
                throw invalid(
                        path + field.getName(),
                        "excludes another field that is given; send one of those of "
                                + field.getRealContainingOneof().getName() + ".");
            }
            read(member.getValue(), field, message, path);
        }
    }

    /** Finds a field by its name in the proto or in lowerCamelCase; null if there is none. */
    static FieldDescriptor find(Message.Builder message, String name) {
        var type = message.getDescriptorForType();
        var field = type.findFieldByName(name);
        return field != null
                ? field
                : type.getFields().stream()
                        .filter(each -> each.getJsonName().equals(name))
                        .findFirst()
                        .orElse(null);
    }

    private void readList(Object value, FieldDescriptor field, Message.Builder message, String name) {
        if (!(value instanceof JsonArray list)) {
            throw invalid(name, "is no list.");
        }
        for (int i = 0; i < list.size(); i++) {
            String item = name + "[" + i + "]";
            if (list.getValue(i) == null) {
                throw invalid(item, "is null.");
            }
            message.addRepeatedField(field, value(list.getValue(i), field, message, item));
        }
    }

    private void readMap(Object value, FieldDescriptor field, Message.Builder message, String name) {
        if (!(value instanceof JsonObject map)) {
            throw invalid(name, "is no object.");
        }
        var key = field.getMessageType().findFieldByNumber(1);
        var item = field.getMessageType().findFieldByNumber(2);
        for (Map.Entry<String, Object> member : map) {
            String path = name + "." + member.getKey();
            if (member.getValue() == null) {
                throw invalid(path, "is null.");
            }
            var entry = message.newBuilderForField(field);
            entry.setField(key, new FieldValue(key, path).ofText(member.getKey()));
            entry.setField(item, value(member.getValue(), item, entry, path));
            message.addRepeatedField(field, entry.build());
        }
    }

    private Object value(Object value, FieldDescriptor field, Message.Builder message, String name) {
        if (FieldValue.isScalar(field)) {
            return new FieldValue(field, name).of(value);
        }
        var nested = message.newBuilderForField(field);
        if (field.getMessageType().getFile().getPackage().equals(WELL_KNOWN)) {
            readWellKnown(value, nested, name);
        } else if (value instanceof JsonObject json) {
            read(json, nested, name + ".");
        } else {
            throw invalid(name, "is no object.");
        }
        return nested.build();
    }

    /** Types such as Struct and FieldMask have a JSON form of their own. */
    private static void readWellKnown(Object value, Message.Builder message, String name) {
        try {
            JsonFormat.parser().merge(Json.encode(value), message);
        } catch (InvalidProtocolBufferException malformed) {
            throw invalid(name, "is no " + message.getDescriptorForType().getName() + ".");
        }
    }

    /** Whether a query string can have the field. */
    static boolean isText(FieldDescriptor field) {
        return !field.isMapField() && FieldValue.isScalar(field);
    }

    static boolean isMessage(FieldDescriptor field) {
        return field.getJavaType() == JavaType.MESSAGE && !field.isRepeated() && !FieldValue.isScalar(field);
    }

    static Problem invalid(String field, String what) {
        return Problem.of(StandardError.INVALID_REQUEST, "The field " + field + " " + what)
                .with("field", field);
    }
}
