package dev.corridor.kit.contract;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.RequestBody;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidationContext;
import io.vertx.openapi.validation.ValidatorErrorType;
import io.vertx.openapi.validation.ValidatorException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks the requests of one operation against its OpenAPI contract. Belongs to one event loop.
 *
 * <p>The schema validators are Vert.x's; each is made once, at start. Vert.x's own RequestValidator makes one for every value that
 * it checks, works on a worker thread, and reads a text such as "2.00" as a number (<a
 * href="https://github.com/eclipse-vertx/vertx-openapi/issues/114">vertx-openapi#114</a>). Parameters are texts or numbers: a
 * contract with lists or objects among them is refused at start.
 */
public final class RequestContract {
    private final List<ParameterCheck> parameters;
    private final Optional<BodyCheck> body;
    private final Set<String> documents;

    private record ParameterCheck(Parameter parameter, boolean isText, Validator validator) {
        /** A whole number of at most 18 digits, which a long can hold. */
        private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

        private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

        static ParameterCheck of(Parameter parameter, SchemaRepository schemas) {
            return switch (parameter.getSchemaType()) {
                case STRING -> new ParameterCheck(parameter, true, schemas.validator(parameter.getSchema()));
                case INTEGER, NUMBER -> new ParameterCheck(parameter, false, schemas.validator(parameter.getSchema()));
                default ->
                    throw new IllegalArgumentException("The parameter " + parameter.getName()
                            + " is neither a text nor a number; such parameters are not supported");
            };
        }

        void require(RoutingContext context) {
            String text = value(context);
            if (text == null) {
                if (parameter.isRequired()) {
                    throw ValidatorException.createMissingRequiredParameter(parameter);
                }
                return;
            }
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw ValidatorException.createCantDecodeValue(parameter);
            }
            OutputUnit result = validator.validate(isText ? text : numberOrText(text));
            if (!result.getValid()) {
                throw SchemaValidationException.createInvalidValueParameter(parameter, result, null);
            }
        }

        private String value(RoutingContext context) {
            String name = parameter.getName();
            return switch (parameter.getIn()) {
                case PATH -> context.pathParam(name);
                case QUERY -> context.queryParams().get(name);
                case HEADER -> context.request().getHeader(name);
                case COOKIE ->
                    Optional.ofNullable(context.request().getCookie(name))
                            .map(Cookie::getValue)
                            .orElse(null);
            };
        }

        /** A text that is no number stays a text, which the schema refuses. */
        private static Object numberOrText(String text) {
            if (WHOLE.matcher(text).matches()) {
                return Long.valueOf(text);
            }
            return NUMBER.matcher(text).matches() ? Double.valueOf(text) : text;
        }
    }

    private record BodyCheck(RequestBody body, Validator schema) {

        static BodyCheck of(RequestBody body, SchemaRepository schemas) {
            return new BodyCheck(
                    body,
                    schemas.validator(
                            body.getContent().get(MediaType.APPLICATION_JSON).getSchema()));
        }

        void require(RoutingContext context, JsonObject json) {
            if (context.body().length() <= 0) {
                if (body.isRequired()) {
                    throw new ValidatorException(
                            "The request has no body.", ValidatorErrorType.MISSING_REQUIRED_PARAMETER);
                }
                return;
            }
            String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
            if (type == null || body.determineContentType(type) == null) {
                throw new ValidatorException(
                        "The body's media type is not supported.", ValidatorErrorType.UNSUPPORTED_VALUE_FORMAT);
            }
            OutputUnit result = schema.validate(json);
            if (!result.getValid()) {
                throw SchemaValidationException.createInvalidValueBody(result, ValidationContext.REQUEST, null);
            }
        }
    }

    public RequestContract(RestContract contract, Operation operation) {
        var schemas = contract.openApi().getSchemaRepository();
        parameters = operation.getParameters().stream()
                .map(parameter -> ParameterCheck.of(parameter, schemas))
                .toList();
        documents = contract.documents().getOrDefault(operation.getOperationId(), Set.of());
        body = Optional.ofNullable(operation.getRequestBody())
                .filter(asked -> asked.getContent().containsKey(MediaType.APPLICATION_JSON))
                .map(asked -> BodyCheck.of(asked, schemas));
    }

    /**
     * @param json the body as it has been read; an empty object if there is none
     * @throws ValidatorException when the request does not satisfy the contract
     */
    public void require(RoutingContext context, JsonObject json) {
        for (var parameter : parameters) {
            parameter.require(context);
        }
        if (body.isPresent() && document(context).isEmpty()) {
            body.get().require(context, json);
        }
    }

    /** The media type of the body, if it is a document that the operation takes instead of JSON. */
    public Optional<String> document(RoutingContext context) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        return type == null || documents.isEmpty()
                ? Optional.empty()
                : Optional.of(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                        .filter(documents::contains);
    }
}
