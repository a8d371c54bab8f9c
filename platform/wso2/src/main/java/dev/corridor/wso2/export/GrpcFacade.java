package dev.corridor.wso2.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.corridor.edge.config.Api;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * REST form of a gRPC API, because WSO2 API Manager 4.5 routes no HTTP/2: each method has the paths of its google.api.http rule,
 * which the service serves itself.
 */
final class GrpcFacade {
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z0-9_.]+)}");
    private static final String PROBLEM = "Problem";
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";
    private static final String IDEMPOTENCY_KEY = "idempotency_key";

    private final Api api;
    private final ServiceDescriptor service;
    private final ProtoContracts contracts;
    private final MessageSchemas schemas;

    /** Path and HTTP method by which a gRPC method is called. */
    private record Binding(MethodDescriptor method, String path, String verb, HttpRule rule, boolean isFirst) {
        String id() {
            return isFirst
                    ? method.getName()
                    : method.getName() + "By" + verb.charAt(0)
                            + verb.substring(1).toLowerCase(Locale.ROOT);
        }

        Set<String> pathFields() {
            return VARIABLE.matcher(path).results().map(found -> found.group(1)).collect(Collectors.toSet());
        }
    }

    GrpcFacade(Api api, ProtoContracts contracts) {
        this.api = api;
        this.service = contracts.service(api.nativePath().substring(1));
        this.contracts = contracts;
        this.schemas = new MessageSchemas(contracts);
    }

    List<ExposedOperation> operations() {
        return bindings().stream()
                .map(binding -> ExposedOperation.of(
                        api,
                        api.operations().named(binding.method.getName()).orElseThrow(),
                        binding.path,
                        binding.verb))
                .sorted(Comparator.comparing(ExposedOperation::target).thenComparing(ExposedOperation::verb))
                .toList();
    }

    /** The OpenAPI document of the methods, without security. */
    ObjectNode document() {
        ObjectNode document = Yaml.object().put("openapi", "3.0.3");
        document.putObject("info")
                .put("title", api.name())
                .put("version", api.version())
                .put(
                        "description",
                        api.description() + ". Methods of " + service.getFullName()
                                + " as JSON. Errors are problem+json.");
        var paths = new TreeMap<String, ObjectNode>();
        for (Binding binding : bindings()) {
            paths.computeIfAbsent(binding.path, path -> Yaml.object())
                    .set(binding.verb.toLowerCase(Locale.ROOT), describe(binding));
        }
        ObjectNode described = document.putObject("paths");
        paths.forEach(described::set);
        ObjectNode components = document.putObject("components").putObject("schemas");
        schemas.all().forEach(components::set);
        components.set(PROBLEM, problem());
        return document;
    }

    private List<Binding> bindings() {
        var bindings = new ArrayList<Binding>();
        for (MethodDescriptor method : service.getMethods()) {
            if (!method.getOptions().hasExtension(AnnotationsProto.http)) {
                throw new ExportFailure("The method " + method.getFullName() + " has no google.api.http rule.");
            }
            HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
            bindings.add(binding(method, rule, true));
            rule.getAdditionalBindingsList().forEach(more -> bindings.add(binding(method, more, false)));
        }
        return bindings;
    }

    private static Binding binding(MethodDescriptor method, HttpRule rule, boolean isFirst) {
        String path =
                switch (rule.getPatternCase()) {
                    case GET -> rule.getGet();
                    case PUT -> rule.getPut();
                    case POST -> rule.getPost();
                    case DELETE -> rule.getDelete();
                    case PATCH -> rule.getPatch();
                    default -> "";
                };
        // OpenAPI has no variable of several segments and no verb after a colon.
        if (!VARIABLE.matcher(path).replaceAll("x").matches("[A-Za-z0-9/_-]+")) {
            throw new ExportFailure("The path of " + method.getFullName() + " cannot be written as OpenAPI: " + path);
        }
        return new Binding(method, path, rule.getPatternCase().name(), rule, isFirst);
    }

    private ObjectNode describe(Binding binding) {
        MethodDescriptor method = binding.method;
        String comment = contracts.comment(method);
        ObjectNode operation = Yaml.object()
                .put("operationId", binding.id())
                .put("summary", comment.replaceFirst("(?<=\\.)\\s.*", ""))
                .put("description", comment);
        ArrayNode parameters = Yaml.object().putArray("parameters");
        List<String> inPath = VARIABLE.matcher(binding.path)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        inPath.forEach(name -> parameter(parameters, "path", name, field(method.getInputType(), name))
                .put("required", true));
        if (!binding.rule.getBody().equals("*")) {
            query(parameters, binding, method.getInputType(), "");
        }
        if (method.getInputType().findFieldByName(IDEMPOTENCY_KEY) != null) {
            parameter(parameters, "header", "Idempotency-Key", field(method.getInputType(), IDEMPOTENCY_KEY));
        }
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        if (!binding.rule.getBody().isEmpty()) {
            String body = binding.rule.getBody();
            ObjectNode schema = body.equals("*")
                    ? schemas.of(method.getInputType())
                    : schemas.of(field(method.getInputType(), body));
            operation
                    .putObject("requestBody")
                    .putObject("content")
                    .putObject(method.isClientStreaming() ? LINES : JSON)
                    .set("schema", schema);
        }
        operation.set("responses", responses(binding));
        return operation;
    }

    private static FieldDescriptor field(Descriptor message, String path) {
        int dot = path.indexOf('.');
        FieldDescriptor field = message.findFieldByName(dot < 0 ? path : path.substring(0, dot));
        return dot < 0 ? field : field(field.getMessageType(), path.substring(dot + 1));
    }

    private ObjectNode parameter(ArrayNode parameters, String place, String name, FieldDescriptor field) {
        ObjectNode parameter = parameters.addObject().put("name", name).put("in", place);
        ObjectNode schema = schemas.of(field);
        if (schema.has("description")) {
            parameter.set("description", schema.remove("description"));
        }
        parameter.set("schema", schema);
        return parameter;
    }

    /** Adds the fields that are no messages, and those of messages by their path: amount.currency. */
    private void query(ArrayNode parameters, Binding binding, Descriptor message, String prefix) {
        for (FieldDescriptor field : message.getFields()) {
            String name = prefix + field.getName();
            if (MessageSchemas.isText(field)) {
                if (!binding.pathFields().contains(name) && !name.equals(binding.rule.getBody())) {
                    parameter(parameters, "query", name, field);
                }
            } else if (!field.isRepeated() && prefix.isEmpty() && !name.equals(binding.rule.getBody())) {
                query(parameters, binding, field.getMessageType(), name + ".");
            }
        }
    }

    private ObjectNode responses(Binding binding) {
        Descriptor type = binding.method.getOutputType();
        String part = binding.rule.getResponseBody();
        ObjectNode schema = part.isEmpty() ? schemas.of(type) : schemas.of(field(type, part));
        ObjectNode responses = Yaml.object();
        ObjectNode content =
                responses.putObject("200").put("description", "The result").putObject("content");
        if (binding.method.isServerStreaming()) {
            content.putObject(LINES).set("schema", schema);
            content.putObject("text/event-stream").putObject("schema").put("type", "string");
        } else {
            content.putObject(JSON).set("schema", schema);
        }
        responses
                .putObject("default")
                .put("description", "The call failed")
                .putObject("content")
                .putObject("application/problem+json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/" + PROBLEM);
        return responses;
    }

    private static ObjectNode problem() {
        ObjectNode schema = Yaml.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        List.of("type", "title", "detail", "code")
                .forEach(name -> properties.putObject(name).put("type", "string"));
        properties.putObject("status").put("type", "integer");
        return schema;
    }
}
