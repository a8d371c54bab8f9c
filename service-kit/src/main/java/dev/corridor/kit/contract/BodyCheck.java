package dev.corridor.kit.contract;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Texts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.RequestBody;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Check of the JSON body of an operation.
 *
 * @param documents the fields that hold a document of several lines; their schema has a {@code contentMediaType}
 */
record BodyCheck(boolean required, JsonSchema schema, Validator validator, Set<String> documents) {

    static BodyCheck of(RequestBody body, SchemaRepository schemas) {
        JsonSchema schema = body.getContent().get(MediaType.APPLICATION_JSON).getSchema();
        return new BodyCheck(body.isRequired(), schema, schemas.validator(schema), documentsOf(schema));
    }

    private static Set<String> documentsOf(JsonSchema schema) {
        JsonObject properties = schema.get("properties", new JsonObject());
        return properties.fieldNames().stream()
                .filter(name -> properties.getValue(name) instanceof JsonObject property
                        && property.containsKey("contentMediaType"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @throws Problem invalid_request when the body is not as the contract says */
    void require(JsonObject json, boolean isPresent) {
        if (!isPresent) {
            if (required) {
                throw Problem.of(StandardError.INVALID_REQUEST, "The request has no body.");
            }
            return;
        }
        OutputUnit result = validator.validate(json);
        if (!result.getValid()) {
            throw ContractViolation.ofBody(schema, json, result);
        }
        json.forEach(member -> requireTexts(member.getKey(), member.getValue(), documents.contains(member.getKey())));
    }

    private static void requireTexts(String field, Object value, boolean hasLines) {
        if (value instanceof String text) {
            requireText(field, hasLines ? Texts.unportableInLines(text) : Texts.unportable(text));
        } else if (value instanceof JsonObject object) {
            object.forEach(member -> {
                requireText(field, Texts.unportable(member.getKey()));
                requireTexts(field + "." + member.getKey(), member.getValue(), false);
            });
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                requireTexts(field + "[" + i + "]", array.getValue(i), false);
            }
        }
    }

    private static void requireText(String field, Optional<String> unportable) {
        unportable.ifPresent(character -> {
            throw Problem.of(StandardError.INVALID_REQUEST, Texts.refusal("The field " + field, character))
                    .with("field", field);
        });
    }
}
