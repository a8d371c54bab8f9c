package dev.corridor.edge.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import graphql.language.DescribedNode;
import graphql.language.ObjectTypeDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.errors.SchemaProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Contract of an API: its operations and their scopes, read from OpenAPI, GraphQL SDL or protobuf. OpenAPI names the scopes of an
 * operation in {@code security}; the other two in the sentence of its comment that begins with "Scope".
 *
 * @param nativePath the path that gRPC prescribes, {@code /<package>.<Service>}; "" for other contracts
 * @param documents paths beside those of the operations: of documents that describe the API and are public with it, and other paths of
 *     the operations
 */
record ApiContract(String nativePath, List<Operation> operations, List<Operation> documents) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package\\s+([\\w.]+)\\s*;");
    private static final Pattern SERVICE = Pattern.compile("(?m)^service\\s+(\\w+)\\s*\\{");
    private static final Pattern RPC = Pattern.compile("(?m)((?:^\\s*//.*\\n)*)^\\s*rpc\\s+(\\w+)\\s*\\(");
    private static final Pattern RPC_OR_PATH = Pattern.compile(
            "(?m)^\\s*rpc\\s+(\\w+)\\s*\\(|^[^/\\n]*?\\b(get|put|post|delete|patch)\\s*:\\s*\"(/[^\"]*)\"");
    private static final Pattern SCOPE_SENTENCE = Pattern.compile("[Ss]copes?\\s+(as\\s+(\\w+)|[^.;]*?:[^.;]*)[.;]");
    private static final Pattern SCOPE = Pattern.compile("\\b[a-z]+:[a-z]+\\b");

    /** Contract that cannot be read. */
    static final class Unreadable extends Exception {
        Unreadable(String what) {
            super(what, null, false, false);
        }
    }

    static ApiContract ofOpenApi(String text) throws Unreadable {
        JsonNode document = yaml(text);
        var operations = new ArrayList<Operation>();
        for (var path : document.path("paths").properties()) {
            for (var entry : path.getValue().properties()) {
                if (METHODS.contains(entry.getKey())) {
                    JsonNode operation = entry.getValue();
                    JsonNode security = operation.path("security");
                    operations.add(operation(
                            operation.path("operationId").asText(entry.getKey() + " " + path.getKey()),
                            entry.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            security.isMissingNode() ? document.path("security") : security));
                }
            }
        }
        if (operations.isEmpty()) {
            throw new Unreadable("has no operations");
        }
        return new ApiContract("", operations, List.of(document("/openapi.yaml"), document("/asyncapi.yaml")));
    }

    static ApiContract ofGraphql(String text) throws Unreadable {
        try {
            var types = new SchemaParser().parse(text);
            var operations = new ArrayList<Operation>();
            for (String kind : List.of("query", "mutation", "subscription")) {
                rootFields(types, kind, operations);
            }
            if (operations.isEmpty()) {
                throw new Unreadable("has no operations");
            }
            return new ApiContract(
                    "",
                    operations,
                    List.of(
                            new Operation("POST", "POST", "", Set.of(), true),
                            new Operation("GET", "GET", "", Set.of(), true),
                            document("/schema.graphqls")));
        } catch (SchemaProblem | InvalidSyntaxException malformed) {
            throw new Unreadable("is not a GraphQL schema: " + malformed.getMessage());
        }
    }

    static ApiContract ofProto(String text) throws Unreadable {
        Matcher packageName = PACKAGE.matcher(text);
        Matcher service = SERVICE.matcher(text);
        if (!packageName.find() || !service.find()) {
            throw new Unreadable("has no service");
        }
        String nativePath = "/" + packageName.group(1) + "." + service.group(1);
        var scopes = new LinkedHashMap<String, Set<String>>();
        Matcher rpc = RPC.matcher(text);
        while (rpc.find()) {
            scopes.put(rpc.group(2), scopes(rpc.group(1).replaceAll("\\s*//\\s*", " "), scopes));
        }
        var operations = new ArrayList<Operation>();
        scopes.forEach((method, needed) ->
                operations.add(new Operation(method, "RPC", nativePath + "/" + method, needed, true)));
        var others = new ArrayList<>(jsonPaths(text, scopes));
        // The service knows how to refuse a method that it does not have.
        others.add(new Operation("", "RPC", nativePath + "/{method}", Set.of(), true));
        return new ApiContract(nativePath, operations, others);
    }

    /** The paths by which the methods are called as JSON (google.api.http): the same operations, so they are not listed again. */
    private static List<Operation> jsonPaths(String text, Map<String, Set<String>> scopes) {
        var paths = new ArrayList<Operation>();
        Matcher each = RPC_OR_PATH.matcher(text);
        String rpc = "";
        while (each.find()) {
            if (each.group(1) != null) {
                rpc = each.group(1);
            } else if (!rpc.isEmpty()) {
                paths.add(new Operation(
                        rpc, each.group(2).toUpperCase(Locale.ROOT), each.group(3), scopes.get(rpc), true));
            }
        }
        return paths;
    }

    /** A stream has one operation. Its messages are the service's. */
    static ApiContract ofStream() {
        return new ApiContract("", List.of(new Operation("subscribe", "GET", "", Set.of(), true)), List.of());
    }

    private static Operation document(String path) {
        return new Operation(path, "GET", path, Set.of(), false);
    }

    /** The alternatives of {@code security} that name scopes; one that asks for nothing makes the operation public. */
    private static Operation operation(String id, String method, String path, JsonNode security) {
        var scopes = new LinkedHashSet<String>();
        boolean needsToken = !security.isEmpty();
        for (JsonNode alternative : security) {
            needsToken &= !alternative.isEmpty();
            alternative.forEach(scheme -> scheme.forEach(scope -> scopes.add(scope.asText())));
        }
        return new Operation(id, method, path, scopes, needsToken);
    }

    private static void rootFields(TypeDefinitionRegistry types, String kind, List<Operation> operations) {
        String usual = kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
        String root = types.schemaDefinition()
                .flatMap(schema -> schema.getOperationTypeDefinitions().stream()
                        .filter(type -> type.getName().equals(kind))
                        .findFirst())
                .map(type -> type.getTypeName().getName())
                .orElse(usual);
        types.getType(root, ObjectTypeDefinition.class).ifPresent(type -> type.getFieldDefinitions()
                .forEach(field -> operations.add(new Operation(
                        field.getName(),
                        kind.toUpperCase(Locale.ROOT),
                        "",
                        scopes(description(field), Map.of()),
                        true))));
    }

    private static String description(DescribedNode<?> node) {
        return node.getDescription() == null ? "" : node.getDescription().getContent();
    }

    /** Any of the scopes that the comment names: the service knows which of them the call at hand needs. */
    private static Set<String> scopes(String comment, Map<String, Set<String>> others) {
        var scopes = new LinkedHashSet<String>();
        Matcher sentence = SCOPE_SENTENCE.matcher(comment.replaceAll("\\s+", " ") + ".");
        while (sentence.find()) {
            if (sentence.group(2) != null) {
                scopes.addAll(others.getOrDefault(sentence.group(2), Set.of()));
            }
            SCOPE.matcher(sentence.group(1)).results().map(MatchResult::group).forEach(scopes::add);
        }
        return scopes;
    }

    private static JsonNode yaml(String text) throws Unreadable {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new Unreadable("is not YAML: " + malformed.getOriginalMessage());
        }
    }
}
