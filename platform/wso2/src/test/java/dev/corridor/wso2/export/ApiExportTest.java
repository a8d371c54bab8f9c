package dev.corridor.wso2.export;

import static io.vertx.openapi.contract.OpenAPIVersion.V3_0;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Api.Kind;
import dev.corridor.edge.config.ApiConfig;
import dev.corridor.wso2.bootstrap.project.ApiProject;
import dev.corridor.wso2.bootstrap.project.PolicyFile;
import dev.corridor.wso2.bootstrap.project.ProjectFolder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compares the committed projects with the list of APIs and the contracts, which it reads itself. */
class ApiExportTest {
    private static final Path WSO2 = Path.of("../../wso2");
    private static final Path CONFIG = WSO2.resolve("api-config.yaml");
    private static final Path GENERATED = WSO2.resolve("generated");
    private static final Set<String> BUILT_IN_PLANS = Set.of("Unlimited", "AsyncUnlimited");

    private static GeneratedFiles files;
    private static ApiConfig config;
    private static List<ApiProject> projects;
    private static List<PolicyFile> policies;

    @BeforeAll
    static void export() throws IOException {
        files = ApiExport.of(CONFIG);
        config = ApiConfig.parse(Files.readString(CONFIG), contract -> read(WSO2.resolve(contract)));
        projects = new ProjectFolder(GENERATED).projects();
        policies = new ProjectFolder(GENERATED).policies();
    }

    @Test
    void the_committed_files_are_the_export() {
        assertThat(files.differences(GENERATED))
                .as("run ./corridor wso2 export and commit the result")
                .isEmpty();
    }

    @Test
    void every_listed_api_has_a_project_with_its_context_state_and_backend() {
        assertThat(projects).hasSameSizeAs(config.apis()).hasSizeGreaterThan(9);
        for (Api api : config.apis()) {
            JsonNode data = project(api).data();
            assertThat(data.path("context").asText()).isEqualTo(api.context());
            assertThat(project(api).gatewayPath()).isEqualTo(api.basePath());
            assertThat(data.path("isDefaultVersion").asBoolean()).isEqualTo(api.isDefaultVersion());
            assertThat(data.path("lifeCycleStatus").asText()).isEqualTo("PUBLISHED");
            assertThat(data.path("type").asText()).isEqualTo(type(api));
            assertThat(data.at("/endpointConfig/endpoint_type").asText())
                    .isEqualTo(api.kind() == Kind.WEBSOCKET ? "ws" : "http");
            assertThat(data.at("/endpointConfig/production_endpoints/url").asText())
                    .isEqualTo(api.backend().toString().replace("grpc://", "http://"));
        }
        assertThat(projects).extracting(ApiProject::gatewayPath).doesNotHaveDuplicates();
    }

    @Test
    void every_project_is_deployed_and_its_documents_have_kind_and_version() throws IOException {
        for (ApiProject project : projects) {
            assertThat(project.description().path("type").asText()).isEqualTo("api");
            assertThat(project.description().path("version").asText()).isEqualTo("v4.5.0");
            JsonNode deployment = file(project, "deployment_environments.yaml");
            assertThat(deployment.at("/data/0/deploymentEnvironment").asText()).isEqualTo("Default");
            JsonNode meta = file(project, "api_meta.yaml");
            assertThat(meta.path("name").asText() + " " + meta.path("version").asText())
                    .isEqualTo(project.title());
            String definition =
                    switch (project.data().path("type").asText()) {
                        case "GRAPHQL" -> "schema.graphql";
                        case "WS" -> "asyncapi.yaml";
                        default -> "swagger.yaml";
                    };
            assertThat(project.files()).containsKey("Definitions/" + definition);
        }
    }

    @Test
    void every_operation_of_every_contract_is_exposed_and_no_other() throws IOException {
        for (Api api : config.apis()) {
            var contract = ContractOperations.of(api, WSO2);
            var exposed = new TreeSet<String>();
            project(api)
                    .data()
                    .path("operations")
                    .forEach(operation -> exposed.add(operation.path("verb").asText() + " "
                            + operation.path("target").asText()));

            assertThat(contract).as(api.name()).isNotEmpty();
            assertThat(exposed).as(api.name()).isEqualTo(contract);
            if (api.kind() == Kind.REST || api.kind() == Kind.GRPC) {
                assertThat(ContractOperations.ofOpenApi(file(project(api), "Definitions/swagger.yaml")))
                        .isEqualTo(contract);
            }
        }
    }

    @Test
    void every_operation_needs_the_scopes_of_its_contract_in_both_documents() throws IOException {
        for (Api api : config.of(Kind.REST)) {
            var contract = ContractOperations.scopesOfOpenApi(ContractOperations.YAML.readTree(
                    WSO2.resolve(api.contract()).toFile()));
            JsonNode swagger = file(project(api), "Definitions/swagger.yaml");
            var exported = ContractOperations.scopesOfOpenApi(swagger);
            var open = new TreeSet<String>();
            project(api).data().path("operations").forEach(operation -> {
                String name = operation.path("verb").asText() + " "
                        + operation.path("target").asText();
                Set<String> scopes = texts(operation.path("scopes"));
                assertThat(exported.get(name)).as(name).isEqualTo(scopes);
                if (operation.path("authType").asText().equals("None")) {
                    open.add(name);
                } else if (!contract.get(name).isEmpty()) {
                    assertThat(scopes).as(name).isEqualTo(contract.get(name));
                } else {
                    assertThat(scopes).as(name).isEqualTo(new TreeSet<>(api.scopes()));
                }
            });
            assertThat(open).allMatch(name -> contract.get(name).isEmpty()).hasSize((int)
                    api.operations().all().stream()
                            .filter(operation -> !operation.needsToken())
                            .count());
        }
    }

    @Test
    void methods_and_root_fields_need_the_scopes_that_the_local_edge_requires() {
        for (Api api : config.of(Kind.GRPC, Kind.GRAPHQL)) {
            project(api).data().path("operations").forEach(exposed -> {
                String target = exposed.path("target").asText();
                var operation = api.kind() == Kind.GRAPHQL
                        ? api.operations().named(target)
                        : api.operation(exposed.path("verb").asText(), api.basePath() + target);
                var scopes = operation.orElseThrow().scopes();
                assertThat(texts(exposed.path("scopes")))
                        .as(api.name() + " " + target)
                        .isEqualTo(new TreeSet<>(scopes.isEmpty() ? api.scopes() : scopes));
                assertThat(exposed.path("authType").asText()).isEqualTo("Application & Application User");
            });
        }
    }

    @Test
    void only_the_listed_operations_need_no_token() {
        var open = new TreeSet<String>();
        projects.forEach(project -> project.data().path("operations").forEach(operation -> {
            if (operation.path("authType").asText().equals("None")) {
                open.add(project.name() + " " + operation.path("verb").asText() + " "
                        + operation.path("target").asText());
            }
        }));

        assertThat(open)
                .containsExactly(
                        "Forex GET /currencies",
                        "Forex GET /instruments",
                        "Forex GET /rates/latest",
                        "Forex GET /rates/series",
                        "Forex GET /rates/{date}",
                        "ForexStream PUBLISH /*",
                        "ForexStream SUBSCRIBE /*");
    }

    @Test
    void referenced_plans_and_scopes_exist_and_those_of_operators_are_bound_to_a_role() {
        var plans = names("subscription");
        plans.addAll(BUILT_IN_PLANS);
        for (ApiProject project : projects) {
            assertThat(plans).containsAll(project.plans());
            assertThat(project.plans()).isNotEmpty();
            var scopes = project.sharedScopes().stream()
                    .collect(Collectors.toMap(scope -> scope.path("name").asText(), scope -> scope));
            project.data().path("operations").forEach(operation -> {
                assertThat(scopes.keySet()).containsAll(texts(operation.path("scopes")));
                String limit = operation.path("throttlingPolicy").asText();
                assertThat(limit.equals("Unlimited") || names("advanced").contains(limit))
                        .isTrue();
            });
            scopes.forEach((name, scope) -> assertThat(texts(scope.path("bindings")))
                    .as(name)
                    .isEqualTo(
                            Set.of(
                                                    "profile:admin",
                                                    "profile:verify",
                                                    "payments:topup",
                                                    "payments:admin",
                                                    "ledger:admin")
                                            .contains(name)
                                    ? Set.of("admin")
                                    : Set.of()));
        }
        assertThat(names("custom")).containsExactly("EachApplication");
    }

    @Test
    void a_shared_scope_is_the_same_in_all_projects() {
        var scopes = new HashSet<JsonNode>();
        projects.forEach(project -> scopes.addAll(project.sharedScopes()));

        assertThat(scopes).extracting(scope -> scope.path("name").asText()).doesNotHaveDuplicates();
    }

    @Test
    void open_api_documents_keep_the_rules_of_3_0_and_their_references_lead_somewhere() throws Exception {
        var vertx = Vertx.vertx();
        try {
            for (ApiProject project : projects) {
                if (project.files().containsKey("Definitions/swagger.yaml")) {
                    var document = new JsonObject(
                            file(project, "Definitions/swagger.yaml").toString());
                    assertThat(document.getString("openapi")).isEqualTo("3.0.3");
                    var rules = await(V3_0.getRepository(vertx, "http://localhost/"));
                    var result = await(V3_0.validateContract(vertx, rules, document));
                    assertThat(result.getValid())
                            .as(project.title() + ": " + result.toJson())
                            .isTrue();
                    JsonNode root = file(project, "Definitions/swagger.yaml");
                    root.findValuesAsText("$ref").forEach(reference -> assertThat(
                                    root.at(reference.substring(1)).isObject())
                            .as(reference)
                            .isTrue());
                }
            }
        } finally {
            vertx.close();
        }
    }

    @Test
    void every_field_of_the_graph_has_a_complexity() throws IOException {
        ApiProject graphql = projects.stream()
                .filter(project -> project.name().equals("GraphQL"))
                .findFirst()
                .orElseThrow();
        Map<String, Integer> costs = new java.util.HashMap<>();
        file(graphql, "Definitions/graphql-complexity.yaml")
                .at("/data/list")
                .forEach(entry -> costs.put(
                        entry.path("type").asText() + "." + entry.path("field").asText(),
                        entry.path("complexityValue").asInt()));

        assertThat(costs)
                .containsEntry("Query.payments", 100)
                .containsEntry("Mutation.pay", 100)
                .containsEntry("UserDashboard.balance", 100)
                .containsEntry("User.username", 1);
        assertThat(Files.readString(GENERATED.resolve("GraphQL-1.0.0/Definitions/schema.graphql")))
                .isEqualTo(read(WSO2.resolve(config.of(Kind.GRAPHQL).get(0).contract())));
    }

    @Test
    void messages_of_the_stream_are_published_by_clients_and_subscribed_from_the_service() throws IOException {
        JsonNode document = ContractOperations.YAML.readTree(
                GENERATED.resolve("ForexStream-1.0.0/Definitions/asyncapi.yaml").toFile());
        JsonNode channel = document.path("channels").path("/*");

        assertThat(document.path("asyncapi").asText()).isEqualTo("2.0.0");
        assertThat(channel.at("/publish/message/oneOf").toString()).contains("#/components/messages/authenticate");
        assertThat(channel.at("/subscribe/message/oneOf").toString()).contains("#/components/messages/tick");
        for (String direction : List.of("publish", "subscribe")) {
            channel.path(direction).at("/message/oneOf").forEach(message -> assertThat(
                            document.at(message.path("$ref").asText().substring(1))
                                    .isObject())
                    .isTrue());
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static String type(Api api) {
        return Map.of(Kind.REST, "HTTP", Kind.GRPC, "HTTP", Kind.GRAPHQL, "GRAPHQL", Kind.WEBSOCKET, "WS")
                .get(api.kind());
    }

    private static ApiProject project(Api api) {
        return projects.stream()
                .filter(project -> project.title().equals(api.name() + " " + api.version()))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode file(ApiProject project, String path) throws IOException {
        return ContractOperations.YAML.readTree(project.files().get(path));
    }

    private static Set<String> names(String level) {
        return policies.stream()
                .filter(policy -> policy.level().equals(level))
                .map(PolicyFile::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> texts(JsonNode array) {
        var texts = new TreeSet<String>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
