package dev.corridor.wso2.bootstrap.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.math.BigDecimal;

/** JSON and YAML documents, and the comparison of a wanted document with the one that WSO2 has. */
public final class Documents {
    public static final ObjectMapper JSON = new ObjectMapper();
    public static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

    private Documents() {}

    /**
     * Whether a document has everything that the wanted one names. WSO2 adds members of its own, which do not count; an
     * empty or absent member is the same as null.
     */
    public static boolean isContained(JsonNode wanted, JsonNode actual) {
        if (isEmpty(wanted)) {
            return isEmpty(actual);
        }
        if (wanted.isObject()) {
            for (var member : wanted.properties()) {
                if (!isContained(member.getValue(), actual.path(member.getKey()))) {
                    return false;
                }
            }
            return true;
        }
        if (wanted.isArray()) {
            return sameElements(wanted, actual);
        }
        return wanted.isNumber() && actual.isNumber()
                ? new BigDecimal(wanted.asText()).compareTo(new BigDecimal(actual.asText())) == 0
                : wanted.asText().equals(actual.asText());
    }

    /** WSO2 keeps lists as sets, in an order of its own. */
    private static boolean sameElements(JsonNode wanted, JsonNode actual) {
        if (!actual.isArray() || wanted.size() != actual.size()) {
            return false;
        }
        for (JsonNode element : wanted) {
            boolean isThere = false;
            for (JsonNode other : actual) {
                isThere |= isContained(element, other);
            }
            if (!isThere) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEmpty(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || (node.isContainerNode() && node.isEmpty())
                || (node.isTextual() && node.asText().isEmpty());
    }
}
