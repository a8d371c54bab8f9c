package dev.corridor.kit.contract;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Texts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Explanation of a value that its schema refuses. It names the field, the value and the limit.
 *
 * <p>The validator lists an error for each schema around the wrong value, and for a wrong property also that it "does not match
 * additional properties schema". Only the innermost errors say what is wrong; of the branches of a oneOf, the one that fits best.
 */
final class ContractViolation {
    private static final String SUBJECT_OF_BODY = "The body";
    private static final int VALUE_CHARACTERS_SHOWN = 40;
    private static final String UNKNOWN = "additionalProperties";

    /** Keywords that report the errors of the schemas within them. */
    private static final Set<String> WRAPPERS = Set.of(
            "properties", "patternProperties", "items", "prefixItems", "$ref", "allOf", "anyOf", "oneOf", "if", "then");

    private final JsonSchema schema;
    private final Object instance;
    private final String subject;

    /** One innermost error. @param path to the value, such as [transfers, 0, amount] */
    private record Leaf(OutputUnit unit, List<String> path, String keyword) {
        static Leaf of(OutputUnit unit) {
            return new Leaf(unit, segments(unit.getInstanceLocation()), last(unit.getKeywordLocation()));
        }

        boolean isWrapper() {
            // "anyOf" itself, or "anyOf/1" of a branch
            return WRAPPERS.contains(keyword);
        }

        String branch() {
            String location = unit.getKeywordLocation();
            int at = Math.max(location.indexOf("/oneOf/"), location.indexOf("/anyOf/"));
            return at < 0 ? "" : location.substring(0, at + "/oneOf/0".length());
        }
    }

    private ContractViolation(JsonSchema schema, Object instance, String subject) {
        this.schema = schema;
        this.instance = instance;
        this.subject = subject;
    }

    /** Explains why a body is refused. */
    static Problem ofBody(JsonSchema schema, Object body, OutputUnit result) {
        return new ContractViolation(schema, body, SUBJECT_OF_BODY).explain(result);
    }

    /** Explains why a parameter is refused. @param subject such as "The parameter limit" */
    static Problem ofParameter(JsonSchema schema, Object value, OutputUnit result, String subject) {
        return new ContractViolation(schema, value, subject).explain(result);
    }

    private Problem explain(OutputUnit result) {
        Leaf leaf = innermost(result);
        String text = sentence(leaf);
        Problem problem = Problem.of(StandardError.INVALID_REQUEST, text);
        return leaf.path.isEmpty() ? problem : problem.with("field", field(leaf.path));
    }

    private static Leaf innermost(OutputUnit result) {
        var errors = result.getErrors().stream().map(Leaf::of).toList();
        Set<List<String>> explained = new HashSet<>();
        errors.stream()
                .filter(leaf -> !leaf.isWrapper() && !leaf.keyword.equals(UNKNOWN))
                .forEach(leaf -> startsOf(leaf.path, explained));
        Map<String, List<Leaf>> branches = errors.stream()
                .filter(leaf -> !leaf.isWrapper())
                .filter(leaf -> !leaf.keyword.equals(UNKNOWN) || !explained.contains(leaf.path))
                .collect(Collectors.groupingBy(Leaf::branch, LinkedHashMap::new, Collectors.toList()));
        return branches.values().stream()
                .min(Comparator.comparingInt(List::size))
                .map(leaves -> leaves.get(0))
                .orElseGet(() -> errors.get(0));
    }

    /** Adds a path and all that lead to it, except the root. */
    private static void startsOf(List<String> path, Set<List<String>> starts) {
        for (int length = 1; length <= path.size(); length++) {
            starts.add(path.subList(0, length));
        }
    }

    private String sentence(Leaf leaf) {
        String name = name(leaf.path);
        Object value = valueAt(leaf.path);
        Object limit = limitOf(leaf);
        return switch (leaf.keyword) {
            case "required" -> missing(leaf);
            case UNKNOWN -> unknown(leaf);
            case "type" -> name + " is " + typeOf(value) + "; it must be " + types(limit) + ".";
            case "enum" -> name + " is " + shown(value) + "; it must be one of " + words(limit) + ".";
            case "maxLength" ->
                "%s has %d characters; at most %s are allowed.".formatted(name, Texts.length((String) value), limit);
            case "minLength" ->
                "%s has %d characters; at least %s are required.".formatted(name, Texts.length((String) value), limit);
            case "pattern" -> name + " is " + shown(value) + ", which does not match " + limit + ".";
            case "format" -> name + " is " + shown(value) + ", which is no " + limit + ".";
            case "minimum" -> name + " is " + shown(value) + "; the least is " + limit + ".";
            case "maximum" -> name + " is " + shown(value) + "; the most is " + limit + ".";
            case "maxItems" ->
                "%s has %d items; at most %s are allowed.".formatted(name, ((JsonArray) value).size(), limit);
            case "minItems" ->
                "%s has %d items; at least %s are required.".formatted(name, ((JsonArray) value).size(), limit);
            case "maxProperties" ->
                "%s has %d keys; at most %s are allowed.".formatted(name, ((JsonObject) value).size(), limit);
            case "minProperties" ->
                "%s has %d keys; at least %s are required.".formatted(name, ((JsonObject) value).size(), limit);
            default -> name + " is not as the contract says: " + leaf.unit.getError() + ".";
        };
    }

    /** The value's name in a sentence: a field of the body, or an item of a parameter. */
    private String name(List<String> path) {
        return path.isEmpty() || !subject.equals(SUBJECT_OF_BODY) ? subject + field(path) : "The field " + field(path);
    }

    private String missing(Leaf leaf) {
        var missing = ((JsonArray) limitOf(leaf))
                .stream()
                        .map(String.class::cast)
                        .filter(name -> !(valueAt(leaf.path) instanceof JsonObject object) || !object.containsKey(name))
                        .map(name -> leaf.path.isEmpty() ? name : field(leaf.path) + "." + name)
                        .toList();
        return missing.size() == 1
                ? "The field " + missing.get(0) + " is missing."
                : "The fields " + String.join(", ", missing) + " are missing.";
    }

    private String unknown(Leaf leaf) {
        Object known = schemaAt(parent(leaf.unit.getKeywordLocation()) + "/properties");
        String fields = known instanceof JsonObject object ? String.join(", ", object.fieldNames()) : "";
        return "There is no field " + field(leaf.path)
                + (fields.isEmpty() ? "." : "; the fields here are " + fields + ".");
    }

    private Object limitOf(Leaf leaf) {
        return schemaAt(leaf.unit.getKeywordLocation());
    }

    private Object schemaAt(String location) {
        Object at = schema instanceof JsonObject object ? object : null;
        for (String segment : segments(location)) {
            if (!segment.equals("$ref")) {
                at = child(at, segment);
            }
        }
        return at;
    }

    private Object valueAt(List<String> path) {
        Object at = instance;
        for (String segment : path) {
            at = child(at, segment);
        }
        return at;
    }

    private static Object child(Object parent, String segment) {
        if (parent instanceof JsonObject object) {
            return object.getValue(segment);
        }
        return parent instanceof JsonArray array
                        && segment.matches("\\d{1,6}")
                        && Integer.parseInt(segment) < array.size()
                ? array.getValue(Integer.parseInt(segment))
                : null;
    }

    /** The segments of a JSON pointer in its URI form, "#/a/b". */
    private static List<String> segments(String pointer) {
        return java.util.Arrays.stream(pointer.split("/"))
                .skip(1)
                .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8)
                        .replace("~1", "/")
                        .replace("~0", "~"))
                .toList();
    }

    private static String last(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1);
    }

    private static String parent(String pointer) {
        return pointer.substring(0, pointer.lastIndexOf('/'));
    }

    /** A path as a reader writes it: transfers[0].amount. */
    private static String field(List<String> path) {
        var text = new StringBuilder();
        for (String segment : path) {
            if (segment.matches("\\d+")) {
                text.append('[').append(segment).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(cut(segment));
            }
        }
        return text.toString();
    }

    static String shown(Object value) {
        return value instanceof String text ? '"' + cut(text) + '"' : cut(String.valueOf(value));
    }

    static String cut(String text) {
        return Texts.length(text) <= VALUE_CHARACTERS_SHOWN
                ? Texts.portable(text)
                : Texts.portable(text.substring(0, text.offsetByCodePoints(0, VALUE_CHARACTERS_SHOWN))) + "...";
    }

    private static String typeOf(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Number number) {
            return "the number " + cut(number.toString());
        }
        if (value instanceof JsonObject) {
            return "an object";
        }
        if (value instanceof JsonArray) {
            return "a list";
        }
        return value instanceof Boolean ? value.toString() : "the text " + shown(value);
    }

    private static String types(Object types) {
        return types instanceof JsonArray array
                ? array.stream().map(ContractViolation::type).collect(Collectors.joining(" or "))
                : type(types);
    }

    private static String type(Object type) {
        return switch (String.valueOf(type)) {
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "string" -> "a text";
            case "boolean" -> "true or false";
            case "array" -> "a list";
            case "object" -> "an object";
            default -> String.valueOf(type);
        };
    }

    private static String words(Object words) {
        return words instanceof JsonArray array
                ? array.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(words);
    }
}
