package dev.corridor.kit.transcoding;

import dev.corridor.kit.request.PercentEncoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Path template of google.api.http, such as {@code /v1/payments/{payment_id}/refunds}: literals, {@code *}, {@code **},
 * variables with a template of their own, and a verb. Vert.x' parser of it is in a package that its module does not export.
 */
final class HttpTemplate {
    private static final String ONE = "[^/]+";
    private static final String MANY = ".+";
    private static final String FIELD_PATH = "[a-z_][A-Za-z0-9_]*(\\.[a-z_][A-Za-z0-9_]*)*";

    private final String text;
    private final StringBuilder expression = new StringBuilder();
    private final StringBuilder rank = new StringBuilder();
    private final List<Variable> variables = new ArrayList<>();
    private final Pattern pattern;

    /** @param isMany whether it takes several segments, whose slashes stay encoded */
    private record Variable(String field, boolean isMany) {}

    /** @throws IllegalArgumentException when the text is no template */
    HttpTemplate(String text) {
        this.text = text;
        if (!text.startsWith("/") || text.length() == 1) {
            throw malformed();
        }
        int colon = text.lastIndexOf(':');
        boolean hasVerb = colon > text.lastIndexOf('/') && colon > text.lastIndexOf('}');
        for (String segment : segments(text.substring(1, hasVerb ? colon : text.length()))) {
            expression.append('/');
            addSegment(segment);
        }
        // A path with a verb is a case of the path without it.
        rank.append(hasVerb ? '0' : '1');
        expression.append(hasVerb ? Pattern.quote(text.substring(colon)) : "/?");
        pattern = Pattern.compile(expression.toString());
    }

    /** Sorts before the ranks of templates that match more paths. */
    String rank() {
        return rank.toString();
    }

    /** The fields of the request that the path has. */
    List<String> fields() {
        return variables.stream().map(Variable::field).toList();
    }

    /**
     * Returns the values of the fields, decoded; empty if the path does not match.
     *
     * @throws dev.corridor.kit.error.Problem invalid_request when a value cannot be decoded
     */
    Optional<Map<String, String>> match(String path) {
        var matcher = pattern.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < variables.size(); i++) {
            String raw = matcher.group(i + 1);
            var variable = variables.get(i);
            // In a value of several segments an encoded slash would become one that separates.
            String decodable = variable.isMany ? raw.replaceAll("(?i)%2f", "%252F") : raw;
            values.put(variable.field, PercentEncoding.decodePath(decodable));
        }
        return Optional.of(values);
    }

    @Override
    public String toString() {
        return text;
    }

    /** Splits at the slashes that are not within a variable. */
    private List<String> segments(String path) {
        var segments = new ArrayList<String>();
        int start = 0;
        boolean isVariable = false;
        for (int i = 0; i < path.length(); i++) {
            char at = path.charAt(i);
            if (at == '{' || at == '}') {
                isVariable = at == '{';
            } else if (at == '/' && !isVariable) {
                segments.add(path.substring(start, i));
                start = i + 1;
            }
        }
        segments.add(path.substring(start));
        return segments;
    }

    private void addSegment(String segment) {
        if (segment.startsWith("{") && segment.endsWith("}")) {
            addVariable(segment.substring(1, segment.length() - 1));
        } else {
            addPlain(segment);
        }
    }

    private void addPlain(String segment) {
        if (segment.isEmpty() || segment.contains("{") || segment.contains("}")) {
            throw malformed();
        }
        switch (segment) {
            case "*" -> {
                rank.append('1');
                expression.append(ONE);
            }
            case "**" -> {
                rank.append('2');
                expression.append(MANY);
            }
            default -> {
                rank.append('0');
                expression.append(Pattern.quote(segment));
            }
        }
    }

    private void addVariable(String variable) {
        int equals = variable.indexOf('=');
        String field = equals < 0 ? variable : variable.substring(0, equals);
        String template = equals < 0 ? "*" : variable.substring(equals + 1);
        if (!field.matches(FIELD_PATH)) {
            throw malformed();
        }
        variables.add(new Variable(field, template.contains("/") || template.equals("**")));
        expression.append('(');
        String separator = "";
        for (String segment : template.split("/", -1)) {
            expression.append(separator);
            addPlain(segment);
            separator = "/";
        }
        expression.append(')');
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException("'" + text + "' is no path template of google.api.http");
    }
}
