package dev.corridor.kit.contract;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.RequestUtils;
import io.vertx.openapi.validation.ValidatableRequest;
import io.vertx.openapi.validation.ValidatorException;
import io.vertx.openapi.validation.impl.RequestParameterImpl;
import io.vertx.openapi.validation.impl.RequestValidatorImpl;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the contract asks of the requests of one operation.
 *
 * <p>Vert.x's validator decides, here on the event loop: left to itself it sends every request to a worker thread, and the
 * way there and back costs more than all the rest of a cached read ({@code ./corridor bench rest}). Requests that it could
 * find nothing to refuse in don't go to it at all.
 */
public final class RequestContract {
    private final Operation operation;
    private final RequestValidatorImpl validator;
    private final Optional<PlainRequests> plain;
    private final Set<String> documents;

    public RequestContract(Vertx vertx, RestContract contract, Operation operation) {
        this.operation = operation;
        this.validator = new RequestValidatorImpl(vertx, KeptValidators.in(contract.openApi()));
        this.plain = PlainRequests.of(operation);
        this.documents = contract.documents().getOrDefault(operation.getOperationId(), Set.of());
    }

    /**
     * @param body as it has been read; an empty object if there is none
     * @throws ValidatorException when the request is not within the contract
     */
    public void require(RoutingContext context, JsonObject body) {
        if (plain.isEmpty() || !plain.get().include(context, body)) {
            validate(context);
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

    void validate(RoutingContext context) {
        // Complete at once, because the body has been read.
        var request = RequestUtils.extract(
                        context.request(),
                        operation,
                        () -> Future.succeededFuture(context.body().buffer()))
                .result();
        for (Parameter parameter : operation.getParameters()) {
            var value = values(request, parameter.getIn()).get(parameter.getName());
            validator.validateParameter(parameter, isQueryText(parameter) ? text(value) : value);
        }
        if (document(context).isEmpty()) {
            validator.validateBody(operation.getRequestBody(), request);
        }
    }

    private static boolean isQueryText(Parameter parameter) {
        return parameter.getIn() == Location.QUERY && parameter.getSchemaType() == SchemaType.STRING;
    }

    /**
     * Vert.x reads a text as JSON if it can, and would find a number in "2.00": a text in JSON stays a text. One with control
     * characters is none, and is left for Vert.x to refuse.
     */
    private static RequestParameter text(RequestParameter value) {
        return value != null && value.isString() && value.getString().chars().noneMatch(Character::isISOControl)
                ? new RequestParameterImpl(Json.encode(value.getString()))
                : value;
    }

    private static Map<String, RequestParameter> values(ValidatableRequest request, Location location) {
        return switch (location) {
            case PATH -> request.getPathParameters();
            case QUERY -> request.getQuery();
            case HEADER -> request.getHeaders();
            case COOKIE -> request.getCookies();
        };
    }
}
