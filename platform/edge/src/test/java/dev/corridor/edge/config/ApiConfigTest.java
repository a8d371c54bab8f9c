package dev.corridor.edge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.edge.config.Api.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiConfigTest {
    private static final String VALID =
            """
            throttling_policies:
              - {name: Gold, requests_per_minute: 100}
            rest_apis:
              - name: Profile
                context: /api/profile
                version: 1.0.0
                backend_url: http://profile:8000
                throttling_policy: Gold
                schema_file: profile.yaml
                scopes: ["profile:read"]
            """;

    private static final String CONTRACT = "paths: {/users: {}, '/users/{id}': {}, '/a.b/{id}/c': {}}";

    private static ApiConfig parse(String yaml) {
        return ApiConfig.parse(yaml, contract -> CONTRACT);
    }

    @Test
    void an_entry_becomes_an_api() {
        Api profile = parse(VALID).apis().get(0);

        assertThat(profile.kind()).isEqualTo(Kind.REST);
        assertThat(profile.basePath()).isEqualTo("/api/profile/1.0.0");
        assertThat(profile.backendAddress()).hasToString("profile:8000");
        assertThat(profile.policy().requestsPerMinute()).isEqualTo(100);
        assertThat(profile.needsToken()).isTrue();
        assertThat(profile.scopes()).containsExactly("profile:read");
    }

    @ParameterizedTest
    @CsvSource({
        "http://profile:8000,      /api/profile/1.0.0/users/7, x=1, /users/7?x=1",
        "http://profile:8000,      /api/profile/1.0.0,         ,    /",
        "http://profile:8000,      /api/profile/1.0.0,         x=1, /?x=1",
        "http://profile:8000/base, /api/profile/1.0.0/users,   ,    /base/users",
        "http://profile:8000/base, /api/profile/1.0.0,         ,    /base",
    })
    void the_base_path_is_replaced_by_the_backends(String backend, String path, String query, String backendUri) {
        Api api = parse(VALID.replace("http://profile:8000", backend)).apis().get(0);

        assertThat(api.backendUri(path, query)).isEqualTo(backendUri);
    }

    @Test
    void a_base_path_covers_the_paths_below_it_only() {
        Api api = parse(VALID).apis().get(0);

        assertThat(api.covers("/api/profile/1.0.0")).isTrue();
        assertThat(api.covers("/api/profile/1.0.0/users")).isTrue();
        assertThat(api.covers("/api/profile/1.0.01/users")).isFalse();
        assertThat(api.covers("/api/profile")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/users, true",
        "/users/, true",
        "/users/7, true",
        "/users/a%20b, true",
        "/a.b/7/c, true",
        "/openapi.yaml, true",
        "/asyncapi.yaml, true",
        "'', false",
        "/, false",
        "/user, false",
        "/users//, false",
        "/users/7/8, false",
        "/axb/7/c, false",
        "/a.b//c, false",
        "/metrics, false",
        "/health/ready, false",
        "/operations/rebuild, false",
    })
    void callers_reach_the_paths_of_the_contract_and_its_description_only(String path, boolean isPublic) {
        Api api = parse(VALID).apis().get(0);

        assertThat(api.serves(api.basePath() + path)).isEqualTo(isPublic);
    }

    @Test
    void a_contract_without_paths_is_refused() {
        assertThatThrownBy(() -> ApiConfig.parse(VALID, contract -> "openapi: 3.1.0"))
                .hasMessageContaining("API Profile: schema_file has no paths");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: Profile            | name: Pro file               | API Pro file: name must be letters and digits",
                "context: /api/profile    | context: api/profile         | API Profile: context must be a path",
                "context: /api/profile    | contxt: /api/profile         | 'contxt' is not one of",
                "version: 1.0.0           | version: 1/0                 | API Profile: version must be like 1.0.0",
                "http://profile:8000      | profile:8000                 | API Profile: backend_url must be http://host:port",
                "http://profile:8000      | grpc://profile:8000          | API Profile: backend_url must be http://host:port",
                "http://profile:8000      | http://profile               | API Profile: backend_url must be http://host:port",
                "throttling_policy: Gold  | throttling_policy: Platinum  | throttling_policy Platinum is not one of [Gold]",
                "requests_per_minute: 100 | requests_per_minute: 0       | policy Gold: requests_per_minute must be above zero",
                "requests_per_minute: 100 | requests_per_minute: many    | many",
                "schema_file: profile.yaml| proto_file: x.proto          | API Profile: schema_file is missing",
                "profile:read             | profile:everything           | API Profile: scopes must be among",
                "schema_file: profile.yaml| {authentication: none        | api-config.yaml:",
            })
    void a_mistake_is_named(String right, String wrong, String message) {
        assertThatThrownBy(() -> parse(VALID.replace(right.strip(), wrong.strip())))
                .isInstanceOf(InvalidApiConfig.class)
                .hasMessageContaining(message.strip());
    }

    @Test
    void two_apis_may_not_share_paths() {
        String twice =
                VALID + VALID.substring(VALID.indexOf("  - name: Profile")).replace("Profile", "Another");
        String inside = twice.replaceFirst("(?s)(Another.*?)context: /api/profile", "$1context: /api/profile/1.0.0");

        assertThatThrownBy(() -> parse(twice)).hasMessageContaining("its paths are below those of");
        assertThatThrownBy(() -> parse(inside)).hasMessageContaining("its paths are below those of Profile");
    }

    @Test
    void an_empty_file_exposes_nothing_and_is_refused() {
        assertThatThrownBy(() -> parse("")).isInstanceOf(InvalidApiConfig.class);
        assertThatThrownBy(() -> parse("rest_apis: []")).hasMessageContaining("lists no API");
    }

    @Test
    void the_list_has_every_transport_and_only_existing_contracts() {
        var apis = ApiConfig.parse(read("api-config.yaml"), ApiConfigTest::read);

        assertThat(apis.apis())
                .extracting(Api::basePath)
                .containsExactlyInAnyOrder(
                        "/api/profile/1.0.0",
                        "/api/payment/1.0.0",
                        "/api/ledger/1.0.0",
                        "/api/forex/1.0.0",
                        "/graphql/1.0.0",
                        "/stream/forex/1.0.0",
                        "/profile.v1.ProfileService",
                        "/payment.v1.PaymentService",
                        "/ledger.v1.LedgerService",
                        "/forex.v1.ForexService");
        assertThat(apis.of(Kind.GRPC))
                .allSatisfy(api -> assertThat(Files.isRegularFile(Path.of("../../wso2", api.contract())))
                        .as(api.contract())
                        .isTrue());
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of("../../wso2", file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
