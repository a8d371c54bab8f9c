package dev.corridor.edge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.corridor.edge.config.Api.CountedBy;
import dev.corridor.edge.config.Api.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiConfigTest {
    private static final String VALID =
            """
            plans:
              - {name: Gold, requests_per_minute: 100, burst_per_second: 10, monthly_quota: 1000,
                 price_per_month: {amount: "9.90", currency: EUR}}
              - {name: Unlimited}
            stream_plans:
              - {name: AsyncGold, connections: 5, connections_per_minute: 60}
            throttling_policies:
              - {name: Slow, per: api, requests_per_minute: 10}
            cors: {origins: ["https://a.example"], headers: [authorization]}
            rest_apis:
              - name: Profile
                context: /api/profile
                version: 1.0.0
                backend_url: http://profile:8000
                throttling_policy: Gold
                plans: [Gold, Unlimited]
                limits: [Slow]
                operation_limits: {create: Slow}
                schema_file: profile.yaml
                scopes: ["profile:read", "profile:write"]
                public_operations: [list]
                cache: {seconds: 30, operations: [list]}
                deprecated: {since: 2026-11-01, sunset: 2027-05-01}
                default_version: true
            """;

    private static final String CONTRACT =
            """
            security: [{oauth2: ["profile:read"]}]
            paths:
              /users: {get: {operationId: list, security: []}, post: {operationId: create, security: [{oauth2: ["profile:write"]}]}}
              /users/{id}: {get: {operationId: read}}
              /users/me: {get: {operationId: me}}
              /users/{id}/photo.{format}: {get: {operationId: photo}}
              /a.b/{id}/c: {get: {operationId: deep}}
            """;

    private static final String PROTO =
            """
            package profile.v1;
            service ProfileService {
              // Returns a user. Scope profile:read for the caller's own profile; scope profile:write
              // for any.
              rpc GetUser(A) returns (B);

              // Scope as GetUser.
              rpc FindUser(A) returns (B) {}
            }
            """;

    private static ApiConfig parse(String yaml) {
        return ApiConfig.parse(yaml, contract -> contract.endsWith(".proto") ? PROTO : CONTRACT);
    }

    private static Api profile() {
        return parse(VALID).apis().get(0);
    }

    private static List<String> faults(String yaml) {
        return catchThrowableOfType(InvalidApiConfig.class, () -> parse(yaml)).faults();
    }

    @Test
    void an_entry_becomes_an_api() {
        Api profile = profile();

        assertThat(profile.kind()).isEqualTo(Kind.REST);
        assertThat(profile.basePaths()).containsExactly("/api/profile/1.0.0", "/api/profile");
        assertThat(profile.backendAddress()).hasToString("profile:8000");
        assertThat(profile.policy().requestsPerMinute()).isEqualTo(100);
        assertThat(profile.policy().burstPerSecond()).isEqualTo(10);
        assertThat(profile.plan().monthlyQuota()).hasValue(1000);
        assertThat(profile.plan().pricePerMonth().orElseThrow().amount()).isEqualByComparingTo("9.90");
        assertThat(profile.plans()).extracting(Plan::name).containsExactly("Gold", "Unlimited");
        assertThat(profile.plans().get(1).policy().isUnlimited()).isTrue();
        assertThat(profile.limits().ofApi()).extracting("per").containsExactly(CountedBy.API);
        assertThat(profile.limits().ofOperations()).containsOnlyKeys("create");
        assertThat(profile.needsToken()).isTrue();
        assertThat(profile.deprecation().orElseThrow().sunset()).contains(Instant.parse("2027-05-01T00:00:00Z"));
        assertThat(profile.caching().orElseThrow().time()).hasSeconds(30);
        assertThat(profile.cors().allows("https://a.example")).isTrue();
        assertThat(profile.cors().allows("https://b.example")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /users, list, false",
        "HEAD, /users, list, false",
        "POST, /users, create, true",
        "GET, /users/7, read, true",
        "GET, /users/me, me, true",
        "GET, /users/7/photo.png, photo, true",
        "GET, /openapi.yaml, /openapi.yaml, false",
    })
    void an_operation_is_found_by_method_and_path(String method, String path, String id, boolean needsToken) {
        var operation = profile().operation(method, "/api/profile/1.0.0" + path).orElseThrow();

        assertThat(operation.id()).isEqualTo(id);
        assertThat(operation.needsToken()).isEqualTo(needsToken);
        assertThat(profile().operation("DELETE", "/api/profile/1.0.0" + path)).isEmpty();
    }

    @Test
    void the_scopes_of_an_operation_are_its_contracts() {
        var operations = profile().operations();

        assertThat(operations.named("create").orElseThrow().scopes()).containsExactly("profile:write");
        assertThat(operations.named("read").orElseThrow().scopes()).containsExactly("profile:read");
    }

    @Test
    void a_protobuf_contract_names_methods_scopes_and_the_path_that_grpc_prescribes() {
        String grpc =
                """
                plans: [{name: Gold, requests_per_minute: 100}]
                grpc_apis:
                  - {name: P, context: /grpc/profile, version: 1.0.0, backend_url: "grpc://profile:50051",
                     throttling_policy: Gold, proto_file: x.proto}
                """;
        Api api = parse(grpc).apis().get(0);

        assertThat(api.basePaths()).containsExactly("/grpc/profile/1.0.0", "/profile.v1.ProfileService");
        for (String path : List.of("", "/grpc/profile/1.0.0")) {
            String method = path + "/profile.v1.ProfileService/FindUser";
            assertThat(api.serves(method)).isTrue();
            assertThat(api.backendUri(method, null)).isEqualTo("/profile.v1.ProfileService/FindUser");
            assertThat(api.operation("POST", method).orElseThrow().scopes())
                    .containsExactlyInAnyOrder("profile:read", "profile:write");
        }
        assertThat(api.serves("/grpc/profile/1.0.0/FindUser")).isFalse();
        assertThat(api.serves("/profile.v1.ProfileService")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://profile:8000,      /api/profile/1.0.0/users/7, x=1, /users/7?x=1",
        "http://profile:8000,      /api/profile/users/7,       x=1, /users/7?x=1",
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
        Api api = parse(VALID.replace("default_version: true", "default_version: false"))
                .apis()
                .get(0);

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
        "/users/7/photo.png, true",
        "/openapi.yaml, true",
        "/asyncapi.yaml, true",
        "'', false",
        "/, false",
        "/user, false",
        "/users//, false",
        "/users/7/8, false",
        "/users/7/photo., false",
        "/axb/7/c, false",
        "/a.b//c, false",
        "/metrics, false",
        "/health/ready, false",
        "/operations/rebuild, false",
    })
    void callers_reach_the_paths_of_the_contract_and_its_description_only(String path, boolean isPublic) {
        assertThat(profile().serves("/api/profile/1.0.0" + path)).isEqualTo(isPublic);
        assertThat(profile().serves("/api/profile" + path)).isEqualTo(isPublic);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            name: Profile            | name: Pro file               | line 11: rest_apis[0].name: must be letters and digits, not 'Pro file'
            name: Profile            | title: Profile               | line 11: rest_apis[0]: 'title' is not one of [name,
            name: Profile            | title: Profile               | line 11: rest_apis[0].name: is missing
            context: /api/profile    | context: api/profile         | line 12: rest_apis[0].context: must be a path
            context: /api/profile    | name: Again                  | line 12: rest_apis[0]: 'name' is given twice
            version: 1.0.0           | version: 1/0                 | line 13: rest_apis[0].version: must be a version such as 1.0.0
            http://profile:8000      | profile:8000                 | line 14: rest_apis[0].backend_url: must be http://host:port
            http://profile:8000      | grpc://profile:8000          | line 14: rest_apis[0].backend_url: must be http://host:port
            http://profile:8000      | http://profile               | line 14: rest_apis[0].backend_url: must be http://host:port
            http://profile:8000      | http://a:b@profile:8000      | line 14: rest_apis[0].backend_url: must be http://host:port
            http://profile:8000      | ["http://a:1", "http://a:1"] | line 14: rest_apis[0].backend_url[1]: 'http://a:1' is listed twice
            http://profile:8000      | ["http://a:1", "http://b:1/c"] | line 14: rest_apis[0].backend_url[1]: must have the same path
            http://profile:8000      | []                           | line 14: rest_apis[0].backend_url: must not be empty
            throttling_policy: Gold  | throttling_policy: Platinum  | line 15: rest_apis[0].throttling_policy: 'Platinum' is not one of [Gold, Unlimited]
            throttling_policy: Gold  | throttling_policy: AsyncGold | line 15: rest_apis[0].throttling_policy: 'AsyncGold' is not one of [Gold, Unlimited]
            [Gold, Unlimited]        | [Gold, Gold]                 | line 16: rest_apis[0].plans[1]: 'Gold' is listed twice
            limits: [Slow]           | limits: [Fast]               | line 17: rest_apis[0].limits[0]: 'Fast' is not one of [Slow]
            limits: [Slow]           | limits: Slow                 | line 17: rest_apis[0].limits: must be a list
            {create: Slow}           | {erase: Slow}                | line 18: rest_apis[0].operation_limits.erase: is no operation of the contract
            profile.yaml             | '../pro file'                | line 19: rest_apis[0].schema_file: must be the path of a file
            schema_file: profile.yaml| proto_file: x.proto          | line 19: rest_apis[0]: 'proto_file' is not one of
            "profile:write"]         | "profile:everything"]        | line 20: rest_apis[0].scopes: [profile:everything] are not among
            "profile:write"]         | "profile:everything"]        | line 20: rest_apis[0].scopes: lack [profile:write], which operation 'create' names
            public_operations: [list]| public_operations: [read]    | line 21: rest_apis[0].public_operations[0]: 'read' needs a token by its contract
            public_operations: [list]| public_operations: [nope]    | line 21: rest_apis[0].public_operations[0]: 'nope' is not one of
            operations: [list]}      | operations: [read]}          | line 22: rest_apis[0].cache.operations[0]: 'read' needs a token
            operations: [list]}      | operations: [create]}        | line 22: rest_apis[0].cache.operations[0]: 'create' is no GET operation
            operations: [list]}      | operations: []}              | line 22: rest_apis[0].cache.operations: is missing
            seconds: 30              | seconds: 0                   | line 22: rest_apis[0].cache.seconds: must be from 1 to 86400
            sunset: 2027-05-01       | sunset: 2026-05-01           | line 23: rest_apis[0].deprecated.sunset: is before the deprecation
            sunset: 2027-05-01       | sunset: soon                 | line 23: rest_apis[0].deprecated.sunset: must be a date
            sunset: 2027-05-01       | successor: 2.0.0             | line 23: rest_apis[0].deprecated.successor: '2.0.0' is no other listed version of Profile
            default_version: true    | default_version: maybe       | line 24: rest_apis[0].default_version: must be true or false
            default_version: true    | authentication: none         | line 20: rest_apis[0].scopes: need a token
            default_version: true    | cors: {origins: [a.example]} | line 24: rest_apis[0].cors.origins[0]: must be * or an origin
            default_version: true    | cors: {origins: ["*"], credentials: true} | line 24: rest_apis[0].cors.credentials: cannot be allowed to all origins
            requests_per_minute: 100 | requests_per_minute: 0       | line 2: plans[0].requests_per_minute: must be from 1 to
            requests_per_minute: 100 | requests_per_minute: many    | line 2: plans[0].requests_per_minute: must be a whole number, not 'many'
            currency: EUR            | currency: XXY                | line 3: plans[0].price_per_month.currency: 'XXY' is no ISO 4217 code
            amount: "9.90"           | amount: "-1"                 | line 3: plans[0].price_per_month.amount: must be a decimal
            monthly_quota: 1000,     | price_per_call_over_quota: {amount: 1, currency: EUR}, | line 2: plans[0].price_per_call_over_quota: needs a monthly_quota
            name: Unlimited          | name: Gold                   | line 4: plans[1].name: 'Gold' is listed twice
            per: api                 | per: planet                  | line 8: throttling_policies[0].per: must be api, user, application or address
            requests_per_minute: 10} | name: Slow}                  | line 8: throttling_policies[0]: limits nothing
            cors: {origins: ["https://a.example"], headers: [authorization]} | blocked: {addresses: [evil.example]} | blocked.addresses[0]: must be an IP address
            cors: {origins: ["https://a.example"], headers: [authorization]} | blocked: {user: [x]} | line 9: blocked: 'user' is not one of [addresses, applications, users]
            rest_apis:               | rest_api:                    | line 10: 'rest_api' is not one of [plans,
            cors:                    | cors: ["*"]                  | is not YAML
            """)
    void a_mistake_is_named_with_its_line_and_path(String right, String wrong, String message) {
        String yaml = VALID.replace(right.strip(), wrong.strip());

        assertThat(yaml).isNotEqualTo(VALID);
        assertThat(faults(yaml)).anySatisfy(fault -> assertThat(fault).contains(message.strip()));
    }

    @Test
    void all_mistakes_are_named_at_once() {
        String yaml = VALID.replace("1.0.0", "1/0")
                .replace("[Slow]", "[Fast]")
                .replace("Gold, requests_per_minute: 100", "Gold, requests_per_minute: 0")
                .replace("seconds: 30", "minutes: 30");

        assertThat(faults(yaml)).hasSize(5);
    }

    @Test
    void two_versions_of_one_api_stand_side_by_side() {
        var apis = parse(VALID + version("2.0.0").replace("default_version: true", "default_version: false"))
                .apis();

        assertThat(apis).extracting(Api::basePath).containsExactly("/api/profile/1.0.0", "/api/profile/2.0.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            2.0.0 | x: 1                    | x: 1             | rest_apis[1].default_version: version 1.0.0 is the default of Profile already
            1.0.0 | x: 1                    | x: 1             | rest_apis[1].version: Profile 1.0.0 is listed twice
            2.0.0 | context: /api/profile   | context: /people | rest_apis[1].context: the versions of Profile share one context, /api/profile
            1.0.0 | name: Profile           | name: People     | rest_apis[1].context: its paths clash with those of Profile
            2.0.0 | name: Profile           | name: People     | rest_apis[1].context: its paths clash with those of Profile
            2.0.0 | context: /api/profile   | context: /api    | rest_apis[1].context: the versions of Profile
            """)
    void entries_that_contradict_each_other_are_named(String version, String right, String wrong, String message) {
        String yaml = VALID + version(version).replace(right.strip(), wrong.strip());

        assertThat(faults(yaml)).anySatisfy(fault -> assertThat(fault).contains(message.strip()));
    }

    @Test
    void paths_inside_those_of_another_api_are_refused() {
        String inside =
                version("2.0.0").replace("name: Profile", "name: P").replace("/api/profile", "/api/profile/1.0.0");

        assertThat(faults(VALID.replace("default_version: true", "default_version: false") + inside))
                .singleElement()
                .asString()
                .contains("clash");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "a text", "rest_apis: []", "rest_apis: {}", "plans: [1, [2]]"})
    void a_file_that_exposes_nothing_is_refused(String yaml) {
        assertThat(faults(yaml)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"openapi: 3.1.0, has no operations", "'paths: {', is not YAML"})
    void a_contract_that_cannot_be_read_is_named(String contract, String message) {
        var invalid = catchThrowableOfType(InvalidApiConfig.class, () -> ApiConfig.parse(VALID, name -> contract));

        assertThat(invalid.faults())
                .anySatisfy(fault -> assertThat(fault).contains("rest_apis[0].schema_file: 'profile.yaml' " + message));
    }

    @Test
    void a_contract_that_is_missing_is_named() {
        var invalid = catchThrowableOfType(
                InvalidApiConfig.class,
                () -> ApiConfig.parse(VALID, name -> {
                    throw new UncheckedIOException(new IOException("not there"));
                }));

        assertThat(invalid.faults()).anySatisfy(fault -> assertThat(fault).contains("cannot be read"));
    }

    private static String version(String version) {
        String entry = VALID.substring(VALID.indexOf("  - name: Profile"));
        return entry.replace("version: 1.0.0", "version: " + version);
    }
}
