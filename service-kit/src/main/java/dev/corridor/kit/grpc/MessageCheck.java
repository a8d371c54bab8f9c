package dev.corridor.kit.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Texts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Check of all texts and enum values of a protobuf message: a text holds only characters that every transport can carry, and an
 * enum value is one that the contract has. It is one rule for every field of every request, present and future. Any thread.
 */
public final class MessageCheck {
    private static final Map<Descriptor, Plan> PLANS = new ConcurrentHashMap<>();

    /** The fields of a message type that have to be looked at. */
    private record Plan(List<FieldDescriptor> fields) {
        static Plan of(Descriptor type) {
            return new Plan(type.getFields().stream().filter(Plan::isChecked).toList());
        }

        private static boolean isChecked(FieldDescriptor field) {
            return switch (field.getJavaType()) {
                case STRING, ENUM, MESSAGE -> true;
                default -> false;
            };
        }
    }

    private MessageCheck() {}

    /** @throws Problem invalid_request that names the field */
    public static void require(Message message) {
        require("", message);
    }

    private static void require(String path, Message message) {
        for (var field : PLANS.computeIfAbsent(message.getDescriptorForType(), Plan::of).fields) {
            if (field.isRepeated()) {
                int count = message.getRepeatedFieldCount(field);
                for (int i = 0; i < count; i++) {
                    require(path, field, i, message.getRepeatedField(field, i));
                }
            } else if (field.getJavaType() != JavaType.MESSAGE || message.hasField(field)) {
                require(path, field, -1, message.getField(field));
            }
        }
    }

    private static void require(String path, FieldDescriptor field, int index, Object value) {
        if (value instanceof String text) {
            if (!Texts.isPortable(text)) {
                String name = name(path, field, index);
                throw invalid(
                        name,
                        Texts.refusal(
                                "The field " + name, Texts.unportable(text).orElseThrow()));
            }
        } else if (value instanceof EnumValueDescriptor choice) {
            // protobuf makes a descriptor for a number that the contract does not have
            if (choice.getIndex() < 0) {
                String name = name(path, field, index);
                throw invalid(
                        name,
                        "The field " + name + " is " + choice.getNumber() + ", which the contract does not have.");
            }
        } else if (!((Message) value).getDescriptorForType().getFields().isEmpty()) {
            require(name(path, field, index), (Message) value);
        }
    }

    /** The path of a field, such as "transfers[2].amount". */
    private static String name(String path, FieldDescriptor field, int index) {
        String own = index < 0 ? field.getName() : field.getName() + "[" + index + "]";
        return path.isEmpty() ? own : path + "." + own;
    }

    private static Problem invalid(String field, String detail) {
        return Problem.of(StandardError.INVALID_REQUEST, detail).with("field", field);
    }
}
