package dev.corridor.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the rules that every OpenAPI contract follows, so that generated clients and readers can rely on them. */
class OpenApiRulesTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    /** The statuses that any operation can answer. */
    private static final Set<String> STATUSES_OF_ALL = Set.of("400", "406", "429", "500", "503", "504", "default");

    private record Operation(String path, String method, JsonObject json, boolean isPublic) {
        String id() {
            return json.getString("operationId");
        }
    }

    private record Example(String where, JsonObject schema, Object value) {}

    @ParameterizedTest
    @ValueSource(strings = {"profile", "payment", "ledger", "forex", "gateway"})
    void a_server_can_be_called_and_the_edge_comes_first(String name) {
        var urls = contract(name).getJsonArray("servers").stream()
                .map(server -> ((JsonObject) server).getString("url"))
                .toList();
        assertThat(urls).isNotEmpty().allMatch(url -> url.matches("http://localhost:\\d{4}(/[^ ]*[^/])?"));
        if (!name.equals("gateway")) {
            assertThat(urls.get(0)).isEqualTo("http://localhost:8280/api/" + name + "/1.0.0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"profile", "payment", "ledger", "forex", "gateway"})
    void an_operation_has_an_id_of_its_own_a_declared_tag_and_a_summary(String name) {
        var contract = contract(name);
        var tags = contract.getJsonArray("tags").stream()
                .map(tag -> ((JsonObject) tag).getString("name"))
                .toList();
        var ids = new HashSet<String>();
        for (Operation operation : operations(contract)) {
            assertThat(operation.id()).as(operation.path()).isNotBlank();
            assertThat(ids.add(operation.id()))
                    .as("%s is unique", operation.id())
                    .isTrue();
            assertThat(operation.json().getString("summary")).as(operation.id()).isNotBlank();
            assertThat(operation.json().getString("description"))
                    .as(operation.id())
                    .isNotBlank();
            assertThat(operation.json().getJsonArray("tags"))
                    .as(operation.id())
                    .hasSize(1)
                    .allMatch(tags::contains);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"profile", "payment", "ledger", "forex", "gateway"})
    void an_operation_names_every_status_that_it_can_answer(String name) {
        for (Operation operation : operations(contract(name))) {
            var expected = new HashSet<>(STATUSES_OF_ALL);
            if (!operation.isPublic()) {
                expected.add("401");
            }
            if (!operation.isPublic() && !name.equals("gateway")) {
                expected.add("403");
            }
            if (operation.path().contains("{id}")) {
                expected.add("404");
            }
            if (operation.json().containsKey("requestBody")) {
                expected.addAll(Set.of("413", "415"));
            }
            assertThat(operation.json().getJsonObject("responses").fieldNames())
                    .as(operation.id())
                    .containsAll(expected)
                    .anyMatch(status -> status.startsWith("2"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"profile", "payment", "ledger", "forex"})
    void an_operation_names_the_scopes_that_its_flows_offer(String name) {
        var contract = contract(name);
        var flows = contract.getJsonObject("components")
                .getJsonObject("securitySchemes")
                .getJsonObject("oauth2")
                .getJsonObject("flows");
        assertThat(flows.fieldNames()).containsExactlyInAnyOrder("authorizationCode", "clientCredentials");
        for (Operation operation : operations(contract)) {
            for (Object alternative : operation.json().getJsonArray("security", new JsonArray())) {
                var scopes = ((JsonObject) alternative).getJsonArray("oauth2");
                assertThat(scopes).as(operation.id()).isNotEmpty();
                flows.forEach(flow -> assertThat(((JsonObject) flow.getValue())
                                .getJsonObject("scopes")
                                .fieldNames())
                        .as(operation.id())
                        .containsAll(scopes.stream().map(String::valueOf).toList()));
            }
            assertThat(operation.isPublic() || operation.json().containsKey("security"))
                    .as("%s has security", operation.id())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"profile", "payment", "ledger", "forex", "gateway"})
    void an_example_is_valid_against_its_schema(String name) {
        var contract = contract(name);
        var examples = new ArrayList<Example>();
        collect(name, contract, examples);
        assertThat(examples).hasSizeGreaterThan(10);
        for (Example example : examples) {
            var result = validator(contract, example.schema()).validate(example.value());
            assertThat(result.getValid())
                    .as("%s: %s", example.where(), result.getErrors())
                    .isTrue();
        }
    }

    @Test
    void an_example_with_another_type_is_found() {
        var contract = contract("payment");
        var payment =
                contract.getJsonObject("components").getJsonObject("schemas").getJsonObject("Payment");
        var broken = payment.getJsonObject("example").copy().put("captured", "42.00");
        assertThat(validator(contract, payment).validate(broken).getValid()).isFalse();
    }

    /** Clients in other languages get one type for a value. */
    @ParameterizedTest
    @ValueSource(strings = {"profile", "payment", "ledger", "forex", "gateway"})
    void a_value_has_one_type_beside_null(String name) {
        requireOneType(name, contract(name).getJsonObject("components").getJsonObject("schemas"));
    }

    private static void requireOneType(String where, Object node) {
        if (node instanceof JsonObject object) {
            if (object.getValue("type") instanceof JsonArray types && !where.endsWith("/path/items")) {
                assertThat(types).as(where).contains("null").hasSize(2);
            }
            object.forEach(member -> requireOneType(where + "/" + member.getKey(), member.getValue()));
        }
    }

    private static void collect(String where, Object node, List<Example> examples) {
        if (node instanceof JsonObject object) {
            if (object.containsKey("example") && !where.endsWith("/properties")) {
                var schema = object.getJsonObject("schema", object);
                examples.add(new Example(where, schema.copy(), object.getValue("example")));
            }
            object.forEach(member -> {
                if (!member.getKey().equals("example")) {
                    collect(where + "/" + member.getKey(), member.getValue(), examples);
                }
            });
        } else if (node instanceof JsonArray array) {
            array.forEach(item -> collect(where, item, examples));
        }
    }

    private static Validator validator(JsonObject contract, JsonObject schema) {
        var whole = schema.copy()
                .put("components", contract.getJsonObject("components").copy());
        removeExamples(whole);
        return Validator.create(
                JsonSchema.of(whole),
                new JsonSchemaOptions()
                        .setBaseUri("https://contract.test/")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic));
    }

    /** The validator writes its own keys into every object of a schema, examples included. */
    private static void removeExamples(Object node) {
        if (node instanceof JsonObject object) {
            object.remove("example");
            object.forEach(member -> removeExamples(member.getValue()));
        } else if (node instanceof JsonArray array) {
            array.forEach(OpenApiRulesTest::removeExamples);
        }
    }

    private static List<Operation> operations(JsonObject contract) {
        var operations = new ArrayList<Operation>();
        contract.getJsonObject("paths").forEach(path -> ((JsonObject) path.getValue()).forEach(member -> {
            if (METHODS.contains(member.getKey())) {
                var json = (JsonObject) member.getValue();
                boolean isPublic = json.containsKey("security")
                        && json.getJsonArray("security").isEmpty();
                operations.add(new Operation(path.getKey(), member.getKey(), json, isPublic));
            }
        }));
        assertThat(operations).isNotEmpty();
        return operations;
    }

    @SuppressWarnings("unchecked")
    private static JsonObject contract(String name) {
        try (var stream = OpenApiRulesTest.class.getResourceAsStream("/openapi/" + name + ".yaml")) {
            return new JsonObject((Map<String, Object>) new YAMLMapper().readValue(stream, Map.class));
        } catch (IOException unreadable) {
            throw new IllegalStateException(name, unreadable);
        }
    }
}
