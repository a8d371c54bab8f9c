package dev.corridor.kit.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Texts;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Reads JSON of callers. Depth and the length of names and numbers are bounded, duplicate names are refused, and
 * fractions are exact decimals. Vert.x's own reader would turn 0.1 into a double.
 */
public final class ExactJson {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER_LENGTH = 64;
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(256)
                    .build())
            .build();

    private final String where;

    /** @param where what has the JSON, as a message begins with it */
    private ExactJson(String where) {
        this.where = where;
    }

    /**
     * Reads a body: one JSON object and nothing after it.
     *
     * @throws Problem malformed_json
     */
    public static JsonObject object(Buffer bytes) {
        return new ExactJson("The body").read(bytes);
    }

    /** Reads a parameter of the query string, as {@link #object(Buffer)} reads a body. */
    public static JsonObject parameter(String name, String text) {
        return new ExactJson("The parameter " + name).read(Buffer.buffer(text));
    }

    private JsonObject read(Buffer bytes) {
        try (JsonParser parser = FACTORY.createParser(bytes.getBytes())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed(where + " is not a JSON object.");
            }
            JsonObject object = readObject(parser);
            if (parser.nextToken() != null) {
                throw malformed(where + " has content after the JSON object.");
            }
            return object;
        } catch (StreamConstraintsException tooLarge) {
            throw malformed(where
                    + " is nested more than %d levels deep, or has a number or a name that is too long."
                            .formatted(MAX_DEPTH));
        } catch (IOException unreadable) {
            throw malformed(where + " is not well-formed JSON.");
        }
    }

    private JsonObject readObject(JsonParser parser) throws IOException {
        var object = new JsonObject();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = portable("A name", parser.currentName());
            if (object.containsKey(name)) {
                throw malformed("The name " + name + " is there twice in one JSON object.");
            }
            parser.nextToken();
            object.put(name, readValue(parser, name));
        }
        return object;
    }

    private JsonArray readArray(JsonParser parser, String name) throws IOException {
        var array = new JsonArray();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(readValue(parser, name));
        }
        return array;
    }

    private Object readValue(JsonParser parser, String name) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser, name);
            case VALUE_STRING -> portable("The field " + name, parser.getText());
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> number(parser.getDecimalValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw malformed(where + " is not well-formed JSON.");
        };
    }

    /** Returns a whole number as such, however it is written, so that 12, 12.0 and 1.2e1 are the same to every reader. */
    private static Number number(BigDecimal decimal) {
        var whole = WholeNumber.of(decimal);
        if (whole.isEmpty()) {
            return decimal;
        }
        long value = whole.getAsLong();
        if (value == (int) value) {
            return (int) value;
        }
        return value;
    }

    /** Refuses what no transport carries; tabs and line ends, which documents have, are the contract's matter. */
    private static String portable(String what, String text) {
        Texts.unportableInLines(text).ifPresent(character -> {
            throw malformed(Texts.refusal(what, character));
        });
        return text;
    }

    private static Problem malformed(String detail) {
        return Problem.of(StandardError.MALFORMED_JSON, detail);
    }
}
