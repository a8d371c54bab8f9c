package dev.corridor.kit.transcoding;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.RequestTime;
import dev.corridor.kit.request.WholeNumber;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reader of one value of a field, from JSON as protobuf maps it or from a text of a path or query. A value of another type is
 * refused: protobuf's own reader would take {@code true} for a text, and a list of one for its item.
 */
final class FieldValue {
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,19})");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]{1,4})?");
    private static final int SHOWN_MAX = 40;
    /** Amounts come as texts or as numbers. */
    private static final String MONEY = "money.v1.Money";

    private static final int MONEY_SCALE_MAX = 64;

    private final FieldDescriptor field;
    private final String name;

    /** @param name path of the field in the request, for messages */
    FieldValue(FieldDescriptor field, String name) {
        this.field = field;
        this.name = name;
    }

    /** Whether a field's value is one JSON value that is no object: a scalar, an enum, a time. */
    static boolean isScalar(FieldDescriptor field) {
        return field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || isTime(field) || isDuration(field);
    }

    private static boolean isTime(FieldDescriptor field) {
        return field.getMessageType()
                .getFullName()
                .equals(Timestamp.getDescriptor().getFullName());
    }

    private static boolean isDuration(FieldDescriptor field) {
        return field.getMessageType()
                .getFullName()
                .equals(Duration.getDescriptor().getFullName());
    }

    /** @throws Problem invalid_request that names the field */
    Object ofText(String text) {
        return switch (field.getJavaType()) {
            case BOOLEAN -> {
                if (!text.equals("true") && !text.equals("false")) {
                    throw wrong("true or false", text);
                }
                yield text.equals("true");
            }
            case FLOAT, DOUBLE -> of(DECIMAL.matcher(text).matches() ? new BigDecimal(text) : text);
            default -> of(text);
        };
    }

    /**
     * @param value as {@link dev.corridor.kit.request.ExactJson} reads it, no object
     * @throws Problem invalid_request that names the field
     */
    Object of(Object value) {
        return switch (field.getJavaType()) {
            case INT ->
                whole(value, field.getType() == FieldDescriptor.Type.UINT32 || isFixed32(), Integer.SIZE)
                        .intValue();
            case LONG ->
                whole(value, field.getType() == FieldDescriptor.Type.UINT64 || isFixed64(), Long.SIZE)
                        .longValue();
            case FLOAT -> (float) decimal(value, Float.MAX_VALUE);
            case DOUBLE -> decimal(value, Double.MAX_VALUE);
            case BOOLEAN -> {
                if (value instanceof Boolean) {
                    yield value;
                }
                throw wrong("true or false", value);
            }
            case STRING -> text(value);
            case BYTE_STRING -> bytes(value);
            case ENUM -> choice(field.getEnumType(), value);
            case MESSAGE -> isTime(field) ? time(value) : duration(value);
        };
    }

    private boolean isFixed32() {
        return field.getType() == FieldDescriptor.Type.FIXED32;
    }

    private boolean isFixed64() {
        return field.getType() == FieldDescriptor.Type.FIXED64;
    }

    private BigInteger whole(Object value, boolean isUnsigned, int bits) {
        BigInteger number = wholeNumber(value);
        BigInteger span = BigInteger.ONE.shiftLeft(isUnsigned ? bits : bits - 1);
        BigInteger min = isUnsigned ? BigInteger.ZERO : span.negate();
        if (number.compareTo(min) < 0 || number.compareTo(span) >= 0) {
            throw wrong("a whole number from " + min + " to " + span.subtract(BigInteger.ONE), value);
        }
        return number;
    }

    private BigInteger wholeNumber(Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return BigInteger.valueOf(((Number) value).longValue());
        }
        if (value instanceof BigInteger big) {
            return big;
        }
        if (value instanceof BigDecimal decimal && WholeNumber.of(decimal).isPresent()) {
            return BigInteger.valueOf(WholeNumber.of(decimal).getAsLong());
        }
        if (value instanceof String text && WholeNumber.parse(text).isPresent()) {
            return BigInteger.valueOf(WholeNumber.parse(text).getAsLong());
        }
        if (value instanceof String text && WHOLE.matcher(text).matches()) {
            return new BigInteger(text);
        }
        throw wrong("a whole number", value);
    }

    private double decimal(Object value, double max) {
        if (value instanceof String text
                && List.of("NaN", "Infinity", "-Infinity").contains(text)) {
            return Double.parseDouble(text);
        }
        if (value instanceof Number number) {
            double read = number.doubleValue();
            if (Math.abs(read) <= max) {
                return read;
            }
        }
        throw wrong("a number within the type's range", value);
    }

    private String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Number number
                && field.getContainingType().getFullName().equals(MONEY)
                && field.getName().equals("amount")) {
            var decimal = new BigDecimal(number.toString()).stripTrailingZeros();
            if (Math.abs(decimal.scale()) <= MONEY_SCALE_MAX) {
                return decimal.toPlainString();
            }
        }
        throw wrong("a text", value);
    }

    private ByteString bytes(Object value) {
        if (value instanceof String text) {
            boolean isUrlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
            try {
                return ByteString.copyFrom((isUrlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text));
            } catch (IllegalArgumentException notBase64) {
                throw wrong("bytes in base64", value);
            }
        }
        throw wrong("bytes in base64", value);
    }

    private EnumValueDescriptor choice(EnumDescriptor type, Object value) {
        EnumValueDescriptor known = value instanceof String text
                ? type.findValueByName(text)
                : value instanceof Integer number ? type.findValueByNumber(number) : null;
        if (known == null) {
            throw wrong(
                    type.getValues().stream().map(EnumValueDescriptor::getName).collect(Collectors.joining(" or ")),
                    value);
        }
        return known;
    }

    private Timestamp time(Object value) {
        if (value instanceof String text) {
            try {
                var time = RequestTime.parse(name, text);
                return Timestamp.newBuilder()
                        .setSeconds(time.getEpochSecond())
                        .setNanos(time.getNano())
                        .build();
            } catch (Problem malformed) {
                throw malformed.with("field", name);
            }
        }
        throw wrong("an RFC 3339 time such as 2026-03-01T12:00:00Z", value);
    }

    private Duration duration(Object value) {
        try {
            if (value instanceof String text) {
                return Durations.parse(text);
            }
        } catch (ParseException | IllegalArgumentException malformed) {
            throw wrong("a duration in seconds, such as 3600s", value);
        }
        throw wrong("a duration in seconds, such as 3600s", value);
    }

    private Problem wrong(String expected, Object value) {
        return Problem.of(
                        StandardError.INVALID_REQUEST,
                        "The field " + name + " is " + shown(value) + "; it takes " + expected + ".")
                .with("field", name);
    }

    private static String shown(Object value) {
        if (value instanceof JsonObject) {
            return "an object";
        }
        if (value instanceof Number || value instanceof Boolean) {
            return cut(value.toString());
        }
        return value instanceof String text ? "the text '" + cut(text) + "'" : "a list";
    }

    private static String cut(String text) {
        int end = Math.min(text.length(), SHOWN_MAX);
        boolean isWithinPair = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return end == text.length() ? text : text.substring(0, isWithinPair ? end - 1 : end) + "...";
    }
}
