package dev.corridor.kit.contract;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.RequestParameters;
import dev.corridor.kit.request.WholeNumber;
import dev.corridor.kit.value.Texts;
import io.vertx.core.json.JsonArray;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Parameter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Check of one parameter of an operation. Parameters are texts, numbers, or lists of texts in the query string. */
record ParameterCheck(Parameter parameter, Kind kind, boolean mayBeEmpty, Validator validator) {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    /** Headers that are lists, so that several lines are one value (RFC 9110, 5.3). */
    private static final Set<String> LIST_HEADERS = Set.of("if-match", "if-none-match");

    private enum Kind {
        TEXT,
        NUMBER,
        LIST
    }

    /** @throws IllegalArgumentException when such a parameter is not supported */
    static ParameterCheck of(Parameter parameter, SchemaRepository schemas) {
        boolean mayBeEmpty = parameter.getOpenAPIModel().getBoolean("allowEmptyValue", false);
        return new ParameterCheck(parameter, kind(parameter), mayBeEmpty, schemas.validator(parameter.getSchema()));
    }

    private static Kind kind(Parameter parameter) {
        return switch (parameter.getSchemaType()) {
            case STRING -> Kind.TEXT;
            case INTEGER, NUMBER -> Kind.NUMBER;
            case ARRAY -> {
                if (parameter.getIn() != Location.QUERY) {
                    throw unsupported(parameter);
                }
                yield Kind.LIST;
            }
            default -> throw unsupported(parameter);
        };
    }

    private static IllegalArgumentException unsupported(Parameter parameter) {
        return new IllegalArgumentException("The parameter " + parameter.getName()
                + " is neither a text nor a number nor a list in the query string; such parameters are not supported");
    }

    /** @throws Problem invalid_request when the parameter is missing, repeated or not as the contract says */
    void require(RequestParameters parameters) {
        List<String> values = values(parameters);
        if (values.isEmpty()) {
            if (parameter.isRequired()) {
                throw invalid(subject() + " is missing.");
            }
            return;
        }
        if (values.size() > 1 && kind != Kind.LIST) {
            throw invalid(subject() + " is given " + values.size() + " times; it takes one value.");
        }
        values.forEach(this::requireText);
        require(values);
    }

    private List<String> values(RequestParameters parameters) {
        String name = parameter.getName();
        return switch (parameter.getIn()) {
            case PATH -> parameters.path(name) == null ? List.of() : List.of(parameters.path(name));
            case QUERY -> parameters.query(name);
            case HEADER ->
                LIST_HEADERS.contains(name.toLowerCase(Locale.ROOT))
                                && parameters.headers(name).size() > 1
                        ? List.of(String.join(", ", parameters.headers(name)))
                        : parameters.headers(name);
            case COOKIE -> parameters.cookie(name).map(List::of).orElse(List.of());
        };
    }

    private void requireText(String value) {
        if (value.isEmpty() && !mayBeEmpty) {
            throw invalid(subject() + " is empty; leave it out, or give it a value.");
        }
        Texts.unportable(value).ifPresent(character -> {
            throw invalid(Texts.refusal(subject(), character));
        });
    }

    private void require(List<String> values) {
        Object value =
                switch (kind) {
                    case TEXT -> values.get(0);
                    case NUMBER -> numberOrText(values.get(0));
                    case LIST -> new JsonArray(RequestParameters.items(values));
                };
        OutputUnit result = validator.validate(value);
        if (!result.getValid()) {
            throw ContractViolation.ofParameter(parameter.getSchema(), value, result, subject());
        }
    }

    /** A text that is no number stays a text, which the schema refuses. */
    private static Object numberOrText(String text) {
        var whole = WholeNumber.parse(text);
        if (whole.isPresent()) {
            return whole.getAsLong();
        }
        return NUMBER.matcher(text).matches() ? Double.valueOf(text) : text;
    }

    private String subject() {
        return (parameter.getIn() == Location.HEADER ? "The header " : "The parameter ") + parameter.getName();
    }

    private Problem invalid(String detail) {
        return Problem.of(StandardError.INVALID_REQUEST, detail).with("field", parameter.getName());
    }
}
