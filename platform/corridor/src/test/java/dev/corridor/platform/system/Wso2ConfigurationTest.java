package dev.corridor.platform.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.ApiConfig;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.platform.home.PortMap;
import dev.corridor.wso2.bootstrap.BootstrapSettings;
import dev.corridor.wso2.bootstrap.ServiceAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Compares WSO2 API Manager's configuration with compose.yaml, the services and the list of APIs. */
class Wso2ConfigurationTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern FROM_ENVIRONMENT = Pattern.compile("\\$env\\{([A-Z0-9_]+)}");
    private static final String OWN_ADMIN = "${admin.password}";
    /** WSO2's rule for the id of a client that brings its own. */
    private static final Pattern CLIENT_ID = Pattern.compile("[a-zA-Z0-9_]{15,30}");

    private static String text;
    private static JsonNode wso2;
    private static Map<String, Map<String, Object>> services;

    @BeforeAll
    static void read() throws IOException {
        text = Files.readString(ROOT.resolve("wso2/deployment.toml"));
        wso2 = new TomlMapper().readTree(text);
        Map<String, Map<String, Map<String, Object>>> compose =
                new Yaml().load(Files.readString(ROOT.resolve("compose.yaml")));
        services = compose.get("services");
    }

    @Test
    void every_variable_of_the_file_is_set_by_compose() {
        var variables = FROM_ENVIRONMENT
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(variables).contains("WSO2_ADMIN_PASSWORD", "WSO2_KEYSTORE_PASSWORD");
        assertThat(environment("wso2am").keySet()).containsExactlyInAnyOrderElementsOf(new HashSet<>(variables));
    }

    @Test
    void the_file_contains_no_password() {
        var passwords = new ArrayList<String>();
        collectPasswords(wso2, passwords);

        assertThat(passwords).hasSizeGreaterThan(5).allSatisfy(password -> assertThat(password)
                .matches(value -> value.equals(OWN_ADMIN)
                        || FROM_ENVIRONMENT.matcher(value).matches()));
    }

    @Test
    void the_services_trust_the_issuer_the_keys_and_the_audience_of_its_tokens() {
        String issuer = "https://" + wso2.at("/server/hostname").asText() + ":" + new PortMap(0).edgeConsole()
                + "/oauth2/token";
        var audiences = strings(wso2.at("/oauth/oidc/id_token/audiences"));

        assertThat(audiences).containsExactly(TokenSettings.AUDIENCE);
        assertThat(trustingServices()).hasSize(5).allSatisfy(name -> assertThat(environment(name))
                .containsEntry("JWT_ISSUER", issuer)
                .containsEntry("JWT_AUDIENCE", TokenSettings.AUDIENCE)
                .containsEntry("JWKS_URL", "https://wso2am:9443/oauth2/jwks")
                .containsEntry("TRUSTED_CERTIFICATES", "/trust/wso2am.pem"));
        assertThat(trustingServices())
                .filteredOn(name -> environment(name).containsKey("TOKEN_URL"))
                .allSatisfy(name ->
                        assertThat(environment(name)).containsEntry("TOKEN_URL", "https://wso2am:9443/oauth2/token"));
    }

    @Test
    void the_id_of_a_service_as_a_client_is_one_that_wso2_accepts() {
        assertThat(trustingServices())
                .filteredOn(name -> environment(name).containsKey("CLIENT_ID"))
                .hasSize(2)
                .allSatisfy(name -> assertThat(environment(name).get("CLIENT_ID"))
                        .matches(CLIENT_ID)
                        .startsWith("corridor_" + name));
    }

    @Test
    void the_bootstrap_registers_the_clients_that_the_services_use_and_expects_their_tokens() {
        var variables = new HashMap<>(environment("wso2-bootstrap"));
        variables.replaceAll((name, value) -> value.startsWith("${") ? "from-the-env-file" : value);
        var settings = BootstrapSettings.from(Settings.of(variables));

        assertThat(settings.serviceAccounts()).allSatisfy(account -> {
            assertThat(environment(account.service())).containsEntry("CLIENT_ID", account.clientId());
            assertThat(environment("wso2-bootstrap"))
                    .containsEntry(
                            account.service().toUpperCase(Locale.ROOT) + "_CLIENT_SECRET",
                            environment(account.service()).get("CLIENT_SECRET"));
        });
        assertThat(settings.serviceAccounts())
                .extracting(ServiceAccount::service)
                .containsExactlyInAnyOrderElementsOf(trustingServices().stream()
                        .filter(name -> environment(name).containsKey("CLIENT_ID"))
                        .toList());
        assertThat(settings.tokens().issuer()).isEqualTo(environment("ledger").get("JWT_ISSUER"));
        assertThat(settings.tokens().audience()).isEqualTo(environment("ledger").get("JWT_AUDIENCE"));
        assertThat(settings.addresses().manager()).hasHost("wso2am").hasPort(new PortMap(0).edgeConsole());
        assertThat(settings.addresses().gateway()).hasHost("wso2am").hasPort(new PortMap(0).edgeHttps());
        assertThat(settings.addresses().webSocket()).hasHost("wso2am").hasPort(new PortMap(0).edgeWebSocket());
        assertThat(settings.admin().username())
                .isEqualTo(wso2.at("/super_admin/username").asText());
        assertThat(services.get("wso2-bootstrap").get("volumes").toString()).contains("./wso2:/wso2:ro");
    }

    @Test
    void the_gateway_listens_on_the_ports_that_compose_publishes() {
        var gateway = wso2.at("/apim/gateway/environment/0");
        var ports = new PortMap(0);

        assertThat(wso2.at("/transport/http/listener/port").asInt()).isEqualTo(ports.edgeHttp());
        assertThat(wso2.at("/transport/http/listener/secured_port").asInt()).isEqualTo(ports.edgeHttps());
        assertThat(wso2.at("/apim/ws/port").asInt()).isEqualTo(ports.edgeWebSocket());
        assertThat(gateway.at("/http_endpoint").asText()).isEqualTo("http://localhost:" + ports.edgeHttp());
        assertThat(gateway.at("/https_endpoint").asText()).isEqualTo("https://localhost:" + ports.edgeHttps());
        assertThat(gateway.at("/ws_endpoint").asText()).isEqualTo("ws://localhost:" + ports.edgeWebSocket());
        assertThat(gateway.at("/wss_endpoint").asText())
                .isEqualTo("wss://localhost:" + wso2.at("/apim/wss/port").asText());
        assertThat(published("wso2am"))
                .contains(
                        String.valueOf(ports.edgeHttp()),
                        String.valueOf(ports.edgeHttps()),
                        String.valueOf(ports.edgeWebSocket()),
                        String.valueOf(ports.edgeConsole()),
                        wso2.at("/apim/wss/port").asText());
    }

    @Test
    void the_keystores_and_their_keys_are_those_that_the_certificate_step_creates() throws IOException {
        String script = Files.readString(ROOT.resolve("wso2/certificates.sh"));

        for (String keystore : List.of("tls", "primary")) {
            var settings = wso2.at("/keystore/" + keystore);
            String alias = settings.at("/alias").asText();
            assertThat(settings.at("/file_name").asText()).isEqualTo(alias + ".jks");
            assertThat(script).contains("generate " + alias + " ");
        }
        assertThat(script).contains("trust gateway_certificate_alias");
        assertThat(wso2.at("/keystore/primary/file_name").asText())
                .as("the private key of WSO2's own keystore is public")
                .isNotEqualTo("wso2carbon.jks");
    }

    @Test
    void the_assertion_is_a_jwt_in_the_header_that_services_read() {
        assertThat(wso2.at("/apim/jwt/enable").asBoolean()).isTrue();
        assertThat(wso2.at("/apim/jwt/encoding").asText()).isEqualTo("base64url");
        assertThat(wso2.at("/apim/jwt/header").asText()).isEqualTo("X-JWT-Assertion");
        assertThat(wso2.at("/apim/jwt/signing_algorithm").asText()).isEqualTo("SHA256withRSA");
        assertThat(wso2.at("/apim/oauth_config/enable_outbound_auth_header").asBoolean())
                .as("services verify the caller's token")
                .isTrue();
        assertThat(wso2.at("/oauth/grant_type/token_exchange/enable").asBoolean())
                .isTrue();
    }

    @Test
    void pages_may_send_what_the_list_of_apis_allows() {
        var cors = ApiConfig.bundled().apis().stream()
                .filter(api -> api.kind() == Api.Kind.REST)
                .map(Api::cors)
                .toList();

        assertThat(cors).isNotEmpty().allSatisfy(allowed -> {
            assertThat(strings(wso2.at("/apim/cors/allow_methods"))).containsAll(allowed.methods());
            assertThat(lowerCase(strings(wso2.at("/apim/cors/allow_headers")))).containsAll(allowed.headers());
            assertThat(wso2.at("/apim/cors/allow_credentials").asBoolean()).isEqualTo(allowed.credentials());
        });
    }

    private static void collectPasswords(JsonNode node, List<String> into) {
        node.fields().forEachRemaining(field -> {
            if (field.getKey().contains("password") || field.getKey().contains("secret")) {
                into.add(field.getValue().asText());
            }
            collectPasswords(field.getValue(), into);
        });
        node.elements().forEachRemaining(element -> {
            if (node.isArray()) {
                collectPasswords(element, into);
            }
        });
    }

    private static List<String> trustingServices() {
        return services.keySet().stream()
                .filter(name -> environment(name).containsKey("JWKS_URL"))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> environment(String service) {
        return (Map<String, String>) services.get(service).getOrDefault("environment", Map.of());
    }

    @SuppressWarnings("unchecked")
    private static Set<String> published(String service) {
        return ((List<String>) services.get(service).get("ports"))
                .stream().map(port -> port.split(":")[0]).collect(java.util.stream.Collectors.toSet());
    }

    private static List<String> strings(JsonNode array) {
        return Stream.generate(array.elements()::next)
                .limit(array.size())
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> lowerCase(List<String> values) {
        return values.stream().map(String::toLowerCase).toList();
    }
}
