package dev.corridor.wso2.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.util.Collection;

/** Form of the generated documents. Texts are quoted, so that a version or a date stays a text. */
final class Yaml {
    private static final ObjectMapper MAPPER = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build());

    private Yaml() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = MAPPER.createArrayNode();
        texts.forEach(array::add);
        return array;
    }

    /** A document of WSO2's command line: its kind, the version of WSO2 that it is for, and its content. */
    static ObjectNode document(String type, JsonNode data) {
        ObjectNode document = object().put("type", type).put("version", "v4.5.0");
        document.set("data", data);
        return document;
    }

    static ObjectNode read(String text, String file) {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode document) {
                return document;
            }
            throw new ExportFailure("The contract " + file + " is no document with members.");
        } catch (JsonProcessingException malformed) {
            throw new ExportFailure("The contract " + file + " is not YAML: " + malformed.getOriginalMessage());
        }
    }

    static String write(JsonNode document) {
        try {
            return MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
