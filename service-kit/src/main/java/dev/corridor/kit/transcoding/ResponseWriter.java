package dev.corridor.kit.transcoding;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Writer of responses as JSON in one line: names as in the proto, enums by name, 64-bit numbers as texts, times in RFC 3339. Fields that
 * cannot be absent are always there, so that a client needs no defaults.
 */
final class ResponseWriter {
    private static final JsonFormat.Printer JSON = JsonFormat.printer()
            .preservingProtoFieldNames()
            .omittingInsignificantWhitespace()
            .alwaysPrintFieldsWithNoPresence();

    private ResponseWriter() {}

    /** @param part the field that is written; empty for the whole message */
    static String write(Message message, Optional<FieldDescriptor> part) {
        return part.map(field -> write(message, field)).orElseGet(() -> print(message));
    }

    private static String write(Message message, FieldDescriptor field) {
        if (JsonFields.isMessage(field)) {
            return print((Message) message.getField(field));
        }
        // Values of other kinds have no printer of their own.
        return Json.encode(new JsonObject(print(message)).getValue(field.getName()));
    }

    private static String print(Message message) {
        try {
            return JSON.print(message);
        } catch (InvalidProtocolBufferException unknownType) {
            throw new IllegalStateException("A response cannot be written as JSON", unknownType);
        }
    }
}
