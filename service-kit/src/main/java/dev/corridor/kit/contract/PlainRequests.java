package dev.corridor.kit.contract;

import dev.corridor.kit.value.Ids;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.JsonSchema;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.RequestBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The requests of one operation that are within its contract at first sight: every path parameter, and every header it names,
 * is a word or a UUID for a string that is bound in length at most, no other parameter is there, and a body is plain ({@link
 * PlainBody}). What this leaves out may still be right; what it includes, a validator has no ground to refuse. Made at start,
 * from the contract.
 */
final class PlainRequests {
    private static final Set<String> LENGTHS_AND_WORDS =
            Set.of("type", "minLength", "maxLength", "title", "description", "example", "examples");
    /** Vert.x notes in each schema where it stands. */
    private static final String NOTE_OF_VERTX = "__absolute_";

    private final List<Text> path = new ArrayList<>();
    private final List<Text> headers = new ArrayList<>();
    private boolean takesQuery;
    private Optional<PlainBody> body = Optional.empty();

    private record Text(String name, int minLength, int maxLength) {
        boolean isAbsentOrIncludes(String value) {
            return value == null || includes(value);
        }

        boolean includes(String value) {
            return value.length() >= minLength && value.length() <= maxLength && (isWord(value) || Ids.isUuid(value));
        }
    }

    private PlainRequests() {}

    /** Empty when no request of the operation can be told to be right without a validator. */
    static Optional<PlainRequests> of(Operation operation) {
        var plain = new PlainRequests();
        boolean known = plain.knows(operation.getRequestBody())
                && operation.getParameters().stream().allMatch(plain::knows);
        return known ? Optional.of(plain) : Optional.empty();
    }

    /** @param json the body; an empty object if there is none */
    boolean include(RoutingContext context, JsonObject json) {
        var request = context.request();
        return !(takesQuery && request.query() != null)
                && headers.stream().allMatch(header -> header.isAbsentOrIncludes(request.getHeader(header.name)))
                && body.stream().allMatch(plain -> plain.includes(request.getHeader(HttpHeaders.CONTENT_TYPE), json))
                && context.normalizedPath().equals(request.path())
                && path.stream().allMatch(text -> text.includes(context.pathParam(text.name)));
    }

    private boolean knows(RequestBody asked) {
        if (asked != null) {
            body = PlainBody.of(asked);
        }
        return asked == null || body.isPresent();
    }

    private boolean knows(Parameter parameter) {
        if (parameter.getIn() == Location.PATH) {
            return isText(parameter.getSchema()) && path.add(text(parameter));
        }
        takesQuery |= parameter.getIn() == Location.QUERY;
        return !parameter.isRequired()
                && (parameter.getIn() == Location.QUERY
                        || parameter.getIn() == Location.HEADER && headers.add(header(parameter)));
    }

    private static boolean isText(JsonSchema schema) {
        return "string".equals(schema.get("type")) && hasOnly(schema.fieldNames(), LENGTHS_AND_WORDS);
    }

    /** Whether a text is right that is no longer than maxLength. */
    static boolean isText(JsonObject schema) {
        Object type = schema.getValue("type");
        return ("string".equals(type) || type instanceof JsonArray types && types.contains("string"))
                && !schema.containsKey("minLength")
                && hasOnly(schema.fieldNames(), LENGTHS_AND_WORDS);
    }

    static boolean hasOnly(Set<String> keywords, Set<String> known) {
        return keywords.stream().allMatch(keyword -> known.contains(keyword) || keyword.startsWith(NOTE_OF_VERTX));
    }

    private static Text text(Parameter parameter) {
        return new Text(
                parameter.getName(),
                ((Number) parameter.getSchema().get("minLength", 0)).intValue(),
                ((Number) parameter.getSchema().get("maxLength", Integer.MAX_VALUE)).intValue());
    }

    /** One that is no text is right at first sight only when it is not there: no word is that short. */
    private static Text header(Parameter parameter) {
        return isText(parameter.getSchema()) ? text(parameter) : new Text(parameter.getName(), 0, 0);
    }

    /** Other text may read as a number, as "-1" and "1e-1" do. */
    private static boolean isWord(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_')) {
                return false;
            }
        }
        return !value.isEmpty();
    }
}
