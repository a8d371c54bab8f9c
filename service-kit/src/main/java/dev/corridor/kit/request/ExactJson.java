package dev.corridor.kit.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

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
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ExactJson() {}

    /**
     * Reads one JSON object and nothing after it.
     *
     * @throws Problem malformed_json
     */
    public static JsonObject object(Buffer bytes) {
        try (JsonParser parser = FACTORY.createParser(bytes.getBytes())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("The body is not a JSON object.");
            }
            JsonObject object = readObject(parser);
            if (parser.nextToken() != null) {
                throw malformed("The body has content after the JSON object.");
            }
            return object;
        } catch (IOException unreadable) {
            throw malformed("The body is not well-formed JSON, or nested too deeply.");
        }
    }

    private static JsonObject readObject(JsonParser parser) throws IOException {
        var object = new JsonObject();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = withoutNul(parser.currentName());
            parser.nextToken();
            object.put(name, readValue(parser));
        }
        return object;
    }

    private static JsonArray readArray(JsonParser parser) throws IOException {
        var array = new JsonArray();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(readValue(parser));
        }
        return array;
    }

    private static Object readValue(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> withoutNul(parser.getText());
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw malformed("The body is not well-formed JSON.");
        };
    }

    /** PostgreSQL text cannot hold U+0000, and no name, reference or amount needs it. */
    private static String withoutNul(String text) {
        if (text.indexOf('\0') >= 0) {
            throw malformed("A name or a string holds the character U+0000.");
        }
        return text;
    }

    private static Problem malformed(String detail) {
        return Problem.of(StandardError.MALFORMED_JSON, detail);
    }
}
