package dev.corridor.kit.contract;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.RequestMediaType;
import dev.corridor.kit.request.RequestParameters;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the requests of one operation against its OpenAPI contract. Belongs to one event loop.
 *
 * <p>The schema validators are Vert.x's; each is made once, at start. Vert.x's own RequestValidator makes one for every value that
 * it checks, works on a worker thread, reads a text such as "2.00" as a number, and decodes parameters and headers once more (<a
 * href="https://github.com/eclipse-vertx/vertx-openapi/issues/114">vertx-openapi#114</a>, <a
 * href="https://github.com/eclipse-vertx/vertx-openapi/issues/117">#117</a>, <a
 * href="https://github.com/eclipse-vertx/vertx-openapi/issues/124">#124</a>). It also ignores query parameters that the contract
 * does not have.
 */
public final class RequestContract {
    private final List<ParameterCheck> parameters;
    private final List<String> queryNames;
    private final Optional<BodyCheck> body;
    private final boolean takesBody;
    private final Set<String> documents;

    public RequestContract(RestContract contract, Operation operation) {
        var schemas = contract.openApi().getSchemaRepository();
        parameters = operation.getParameters().stream()
                .map(parameter -> ParameterCheck.of(parameter, schemas))
                .toList();
        queryNames = operation.getParameters().stream()
                .filter(parameter -> parameter.getIn() == Location.QUERY)
                .map(Parameter::getName)
                .toList();
        documents = contract.documents().getOrDefault(operation.getOperationId(), Set.of());
        takesBody = operation.getRequestBody() != null;
        body = Optional.ofNullable(operation.getRequestBody())
                .filter(asked -> asked.getContent().containsKey(MediaType.APPLICATION_JSON))
                .map(asked -> BodyCheck.of(asked, schemas));
    }

    /**
     * Checks the parameters.
     *
     * @throws Problem invalid_request when one is unknown, missing, repeated or not as the contract says
     */
    public void requireParameters(RequestParameters given) {
        for (String name : given.queryNames()) {
            if (!queryNames.contains(name)) {
                throw unknown(name);
            }
        }
        for (var parameter : parameters) {
            parameter.require(given);
        }
    }

    /**
     * Returns the media type of the body, if it is a document that the operation takes instead of JSON.
     *
     * @throws Problem unsupported_media_type when the operation takes no such body
     */
    public Optional<String> requireMediaType(RequestMediaType type) {
        if (documents.contains(type.name())) {
            return Optional.of(type.name());
        }
        if (takesBody && !type.isJson()) {
            throw Problem.of(
                    StandardError.UNSUPPORTED_MEDIA_TYPE,
                    "The body is " + type.name() + "; this operation takes " + accepted() + ".");
        }
        return Optional.empty();
    }

    /**
     * Checks a JSON body.
     *
     * @param json the body as it has been read; an empty object if there is none
     * @throws Problem invalid_request when it is not as the contract says
     */
    public void requireBody(JsonObject json, boolean isPresent) {
        if (body.isPresent()) {
            body.get().require(json, isPresent);
        } else if (!json.isEmpty()) {
            throw Problem.of(StandardError.INVALID_REQUEST, "This operation takes no body.");
        }
    }

    private String accepted() {
        return documents.isEmpty() ? "application/json" : "application/json, " + String.join(", ", documents);
    }

    private Problem unknown(String name) {
        return Problem.of(
                        StandardError.INVALID_REQUEST,
                        "There is no parameter " + ContractViolation.shown(name) + " here"
                                + (queryNames.isEmpty()
                                        ? "; this operation takes none."
                                        : "; this operation takes " + String.join(", ", queryNames) + "."))
                .with("field", ContractViolation.cut(name));
    }
}
