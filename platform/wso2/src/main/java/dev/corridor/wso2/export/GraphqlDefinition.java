package dev.corridor.wso2.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.corridor.edge.config.Api;
import graphql.language.FieldDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.schema.idl.SchemaParser;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Operations and complexity of a GraphQL API. */
final class GraphqlDefinition {
    /** What a field costs that a call to a service answers; the GraphQL service rates queries alike. */
    private static final int CALL = 100;

    private static final Set<String> ROOTS = Set.of("Query", "Mutation", "Subscription");
    /** The service names the scope of a field that it calls another service for. */
    private static final Pattern SCOPE = Pattern.compile("\\bScopes?\\s+`");

    private GraphqlDefinition() {}

    static List<ExposedOperation> operations(Api api) {
        return api.operations().all().stream()
                .map(operation -> ExposedOperation.of(api, operation, operation.id(), operation.method()))
                .sorted(Comparator.comparing(ExposedOperation::verb).thenComparing(ExposedOperation::target))
                .toList();
    }

    static ObjectNode complexity(String schema) {
        ObjectNode data = Yaml.object();
        var list = data.putArray("list");
        var types = new SchemaParser()
                .parse(schema).getTypes(ObjectTypeDefinition.class).stream()
                        .sorted(Comparator.comparing(ObjectTypeDefinition::getName))
                        .collect(Collectors.toList());
        for (ObjectTypeDefinition type : types) {
            type.getFieldDefinitions().stream()
                    .sorted(Comparator.comparing(FieldDefinition::getName))
                    .forEach(field -> list.addObject()
                            .put("type", type.getName())
                            .put("field", field.getName())
                            .put("complexityValue", isCall(type, field) ? CALL : 1));
        }
        return Yaml.document("graphql-complexity", data);
    }

    private static boolean isCall(ObjectTypeDefinition type, FieldDefinition field) {
        return ROOTS.contains(type.getName())
                || field.getDescription() != null
                        && SCOPE.matcher(field.getDescription().getContent()).find();
    }
}
