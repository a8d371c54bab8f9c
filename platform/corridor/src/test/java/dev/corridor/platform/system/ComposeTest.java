package dev.corridor.platform.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.ApiConfig;
import dev.corridor.embedded.ServiceDatabase;
import dev.corridor.kit.config.Secret;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.platform.host.ServiceEnvironment;
import dev.corridor.platform.host.ServiceJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** Compares compose.yaml with the code. The tests cannot run it, because that needs a container engine. */
class ComposeTest {
    /** Options of a service beside those of its image. */
    private static final String JVM_OPTIONS = "JDK_JAVA_OPTIONS";

    private static final Path ROOT = Path.of("../..");
    /** JVM options are arguments under {@code up}, which leaves the audience to the services' default. */
    private static final Set<String> ONLY_IN_COMPOSE = Set.of("JDK_JAVA_OPTIONS", "JWT_AUDIENCE");

    private static String text;
    private static Map<String, Map<String, Object>> services;

    @BeforeAll
    static void read() throws IOException {
        text = Files.readString(ROOT.resolve("compose.yaml"));
        Map<String, Map<String, Map<String, Object>>> document = new Yaml().load(text);
        services = document.get("services");
    }

    @ParameterizedTest
    @CsvSource({
        "profile,         8001:8000, 50051",
        "payment,         8002:8000, 50052",
        "ledger,          8003:8000, 50053",
        "forex,           8006:8000, 50056",
        "gateway-graphql, 4000:8000,",
    })
    void a_service_has_its_ports_on_loopback_and_an_image_of_its_own(String name, String http, String grpc) {
        var service = services.get(name);
        var ports = new HashSet<>(Set.of("127.0.0.1:" + http));
        if (grpc != null) {
            ports.add("127.0.0.1:" + grpc + ":" + grpc);
            assertThat(environment(name)).containsEntry("GRPC_PORT", grpc);
        }

        assertThat(strings(service, "ports")).containsExactlyInAnyOrderElementsOf(ports);
        assertThat(service).containsEntry("image", "corridor-" + name);
        assertThat(ROOT.resolve(folderOfImage(service)).resolve("pom.xml"))
                .content()
                .contains("<service.name>" + name + "</service.name>");
        assertThat(environment(name)).containsEntry("HTTP_PORT", "8000").containsEntry("HTTP_HOST", "0.0.0.0");
    }

    @ParameterizedTest
    @EnumSource(ServiceName.class)
    void a_service_has_the_same_variables_as_under_up(ServiceName service) {
        var issuer = new ServiceEnvironment.Issuer("https://x", "x", "https://x", "https://x", Path.of("x"));
        var up = new ServiceEnvironment(new PortMap(0), issuer, 1, Map.of());
        var database = new ServiceDatabase("x", 1, "x", "x", "x", "x", "x");

        // WSO2 API Manager has no list of revocations, which a service needs a client to read.
        var onlyUnderUp = service == ServiceName.PAYMENT || service == ServiceName.FOREX
                ? Set.of("REVOCATIONS_URL")
                : Set.of("REVOCATIONS_URL", "TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET");
        var keys = service.hasDatabase()
                ? up.of(service, database, new ServiceEnvironment.Credentials(new Secret("x"), new Secret("x")))
                : up.ofGateway(new Secret("client"));

        assertThat(environment(service.value()).keySet())
                .filteredOn(key -> !ONLY_IN_COMPOSE.contains(key))
                .containsExactlyInAnyOrderElementsOf(keys.keySet().stream()
                        .filter(key -> !onlyUnderUp.contains(key))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(ServiceName.class)
    void a_service_has_the_same_jvm_options_as_under_up(ServiceName service) {
        assertThat(environment(service.value()).getOrDefault(JVM_OPTIONS, ""))
                .isEqualTo(String.join(" ", ServiceJvm.optionsOf(service)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"profile", "payment", "ledger", "forex"})
    void a_service_with_a_database_has_two_roles_of_its_own(String name) {
        assertThat(environment(name))
                .containsEntry("DATABASE_NAME", "corridor_" + name)
                .containsEntry("DATABASE_USER", name + "_service");
        assertThat(text)
                .contains("create database if not exists corridor_" + name + " with owner " + name + "_owner;")
                .contains("create role if not exists " + name + "_service with login;")
                .contains("grant connect on database corridor_" + name + " to " + name + "_service;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"profile", "payment", "ledger", "forex"})
    void only_the_step_that_migrates_a_database_has_its_owners_password(String name) {
        var database = new ServiceDatabase("x", 1, "x", "x", "x", "x", "x");
        var migration = services.get("migrate-" + name);

        assertThat(environment("migrate-" + name).keySet())
                .isEqualTo(database.migrationEnvironment().keySet());
        assertThat(environment("migrate-" + name))
                .containsEntry("DATABASE_NAME", "corridor_" + name)
                .containsEntry("DATABASE_USER", name + "_service")
                .containsEntry("DATABASE_OWNER_USER", name + "_owner");
        assertThat(strings(migration, "command")).containsExactly("migrate");
        assertThat(migration).containsEntry("image", "corridor-" + name);
        assertThat(folderOfImage(migration)).isEqualTo(folderOfImage(services.get(name)));
        assertThat(needs(services.get(name))).containsKey("migrate-" + name);
        assertThat(environment(name)).doesNotContainKeys("DATABASE_OWNER_USER", "DATABASE_OWNER_PASSWORD");
    }

    @Test
    void kafka_requires_the_login_that_the_services_use() {
        assertThat(strings(services.get("redpanda"), "command")).contains("--set=redpanda.enable_sasl=true");
        assertThat(environment("redpanda"))
                .containsEntry(
                        "RP_BOOTSTRAP_USER",
                        environment("ledger").get("KAFKA_USER") + ":"
                                + environment("ledger").get("KAFKA_PASSWORD"));
    }

    @Test
    void every_backend_of_the_api_list_is_the_address_of_a_service() {
        assertThat(ApiConfig.bundled().apis()).allSatisfy(api -> {
            String key = api.kind() == Api.Kind.GRPC ? "GRPC_PORT" : "HTTP_PORT";
            for (var address : api.backendAddresses()) {
                assertThat(environment(address.host())).containsEntry(key, String.valueOf(address.port()));
            }
        });
    }

    @Test
    void every_grpc_address_is_the_address_of_a_service() {
        for (String name : services.keySet()) {
            environment(name).forEach((key, value) -> {
                if (key.endsWith("_GRPC")) {
                    String[] address = value.split(":");
                    assertThat(environment(address[0])).as(name + " " + key).containsEntry("GRPC_PORT", address[1]);
                }
            });
        }
    }

    @Test
    void services_have_health_checks_and_wait_for_their_dependencies() {
        services.forEach((name, service) -> {
            if (service.containsKey("restart")) {
                assertThat(service).as(name).containsKey("healthcheck");
            }
            needs(service).forEach((needed, how) -> {
                boolean isOnce = !services.get(needed).containsKey("restart");
                assertThat(how.get("condition"))
                        .as(name + " needs " + needed)
                        .isEqualTo(isOnce ? "service_completed_successfully" : "service_healthy");
            });
        });
    }

    @Test
    void the_edge_has_the_ports_of_the_local_edge() {
        var ports = new PortMap(0);

        assertThat(strings(services.get("wso2am"), "ports"))
                .containsExactlyInAnyOrder(
                        same(ports.edgeHttp()),
                        same(ports.edgeHttps()),
                        same(ports.edgeWebSocket()),
                        same(ports.edgeConsole()),
                        // WebSocket over TLS, which the local edge does not serve.
                        "8099:8099");
    }

    @Test
    void every_required_secret_is_explained_in_the_readme() throws IOException {
        String readme = Files.readString(ROOT.resolve("wso2/README.md"));

        var secrets = Pattern.compile("\\$\\{([A-Z0-9_]+):\\?}")
                .matcher(text)
                .results()
                .map(found -> found.group(1));

        assertThat(secrets).isNotEmpty().allSatisfy(secret -> assertThat(readme).contains(secret));
    }

    /** The module that the Dockerfile takes the distribution from. */
    @SuppressWarnings("unchecked")
    private static String folderOfImage(Map<String, Object> service) {
        var build = (Map<String, Object>) service.get("build");
        return ((Map<String, String>) build.get("args")).get("SERVICE");
    }

    private static String same(int port) {
        return port + ":" + port;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> environment(String service) {
        assertThat(services).containsKey(service);
        return (Map<String, String>) services.get(service).getOrDefault("environment", Map.of());
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(Map<String, Object> service, String key) {
        return (List<String>) service.get(key);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, String>> needs(Map<String, Object> service) {
        return (Map<String, Map<String, String>>) service.getOrDefault("depends_on", Map.of());
    }
}
