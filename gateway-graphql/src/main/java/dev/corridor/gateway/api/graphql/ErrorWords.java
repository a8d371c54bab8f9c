package dev.corridor.gateway.api.graphql;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLNamedSchemaElement;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Translator of the services' messages and advice, which name REST fields, headers and documents, into the words of the schema.
 * Only whole words that the schema knows by another spelling are replaced, so that a caller's own text stays as it is.
 */
final class ErrorWords {
    private static final Pattern WORD = Pattern.compile("(?<![\\w@])/?[A-Za-z][A-Za-z_.-]*[A-Za-z]");
    private static final Pattern HUMP = Pattern.compile("[A-Z]");

    /** Members of {@code extensions}, which are no fields of the schema. */
    private static final List<String> EXTENSIONS = List.of("correlationId", "paymentId", "refundId", "retryAfter");

    private final Map<String, String> words = new HashMap<>(Map.of(
            "Idempotency-Key", "idempotencyKey",
            "Retry-After", "retryAfter",
            "/openapi.yaml", "/schema.graphqls"));

    ErrorWords(GraphQLSchema schema) {
        Stream.concat(names(schema), EXTENSIONS.stream())
                .filter(name -> HUMP.matcher(name).find())
                .forEach(name -> words.put(snakeCase(name), name));
    }

    String translate(String text) {
        return WORD.matcher(text)
                .replaceAll(word -> Matcher.quoteReplacement(words.getOrDefault(word.group(), word.group())));
    }

    private static Stream<String> names(GraphQLSchema schema) {
        return schema.getAllTypesAsList().stream()
                .filter(type -> !type.getName().startsWith("__"))
                .flatMap(ErrorWords::names)
                .map(GraphQLNamedSchemaElement::getName);
    }

    private static Stream<GraphQLNamedSchemaElement> names(GraphQLNamedType type) {
        if (type instanceof GraphQLInputObjectType input) {
            return input.getFields().stream().map(GraphQLNamedSchemaElement.class::cast);
        }
        return type instanceof GraphQLFieldsContainer fields
                ? fields.getFieldDefinitions().stream().flatMap(ErrorWords::names)
                : Stream.empty();
    }

    private static Stream<GraphQLNamedSchemaElement> names(GraphQLFieldDefinition field) {
        return Stream.concat(Stream.of(field), field.getArguments().stream());
    }

    private static String snakeCase(String name) {
        return HUMP.matcher(name).replaceAll(hump -> "_" + hump.group().toLowerCase(Locale.ROOT));
    }
}
