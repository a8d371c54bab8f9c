package dev.corridor.wso2.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.corridor.edge.config.Api;
import graphql.language.ObjectTypeDefinition;
import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Operations of a contract with their scopes, as "GET /users/{id}", read from the contract's own file and not by the export's code.
 */
final class ContractOperations {
    static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final Pattern HTTP_RULE = Pattern.compile("\\b(get|put|post|delete|patch): \"([^\"]+)\"");

    private ContractOperations() {}

    static Set<String> of(Api api, Path wso2) throws IOException {
        Path file = wso2.resolve(api.contract());
        return switch (api.kind()) {
            case REST -> ofOpenApi(YAML.readTree(file.toFile()));
            case GRAPHQL -> ofSchema(Files.readString(file));
            case WEBSOCKET -> Set.of("PUBLISH /*", "SUBSCRIBE /*");
            case GRPC -> ofProto(Files.readString(file));
        };
    }

    static Set<String> ofOpenApi(JsonNode document) {
        return new TreeSet<>(scopesOfOpenApi(document).keySet());
    }

    /** The scopes of each operation; all alternatives together. */
    static TreeMap<String, Set<String>> scopesOfOpenApi(JsonNode document) {
        var operations = new TreeMap<String, Set<String>>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(entry -> {
                    if (METHODS.contains(entry.getKey())) {
                        var scopes = new TreeSet<String>();
                        JsonNode security = entry.getValue().path("security");
                        (security.isMissingNode() ? document.path("security") : security)
                                .forEach(alternative -> alternative.forEach(
                                        scheme -> scheme.forEach(scope -> scopes.add(scope.asText()))));
                        operations.put(entry.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), scopes);
                    }
                }));
        return operations;
    }

    private static Set<String> ofSchema(String schema) {
        var operations = new TreeSet<String>();
        var types = new SchemaParser().parse(schema);
        for (String root : Set.of("Query", "Mutation", "Subscription")) {
            types.getType(root, ObjectTypeDefinition.class).ifPresent(type -> type.getFieldDefinitions()
                    .forEach(field -> operations.add(root.toUpperCase(Locale.ROOT) + " " + field.getName())));
        }
        return operations;
    }

    private static Set<String> ofProto(String proto) {
        var operations = new TreeSet<String>();
        HTTP_RULE
                .matcher(proto)
                .results()
                .forEach(rule -> operations.add(rule.group(1).toUpperCase(Locale.ROOT) + " " + rule.group(2)));
        return operations;
    }
}
