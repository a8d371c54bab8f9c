package dev.corridor.wso2.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.kit.config.InvalidSetting;
import dev.corridor.kit.config.Settings;
import dev.corridor.wso2.bootstrap.Report.Outcome;
import dev.corridor.wso2.bootstrap.rest.BootstrapFailure;
import dev.corridor.wso2.bootstrap.rest.Login;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bootstrap against a stand-in that refuses what WSO2's descriptions of its APIs do not allow. */
class BootstrapTest {
    private static final String ADMIN_PASSWORD = "Aa1-admin";
    private static final String DEMO_PASSWORD = "Aa1-demo-password";
    private static final String PAYMENT_SECRET = "payment-secret";
    private static final String FOREX_SECRET = "forex-secret";

    private static StandInManager wso2;

    @TempDir
    private Path folder;

    private SampleProjects projects;
    private final List<String> lines = new ArrayList<>();

    @BeforeAll
    static void start() {
        wso2 = new StandInManager();
    }

    @AfterAll
    static void stop() {
        wso2.close();
    }

    @BeforeEach
    void reset() {
        wso2.reset();
        projects = SampleProjects.in(folder);
    }

    @Test
    void every_api_is_published_and_served_and_the_demo_application_is_subscribed_with_the_smallest_plan() {
        String token = run();

        assertThat(wso2.violations).isEmpty();
        assertThat(wso2.state.apis.values())
                .extracting(api ->
                        api.getString("name") + " " + api.getString("version") + " " + api.getString("lifeCycleStatus"))
                .containsExactlyInAnyOrder(
                        "Profile 1.0.0 PUBLISHED",
                        "Profile 0.9.0 DEPRECATED",
                        "GraphQL 1.0.0 PUBLISHED",
                        "ForexStream 1.0.0 PUBLISHED");
        assertThat(List.of("/api/profile/1.0.0", "/api/profile/0.9.0", "/graphql/1.0.0", "/stream/forex/1.0.0"))
                .allMatch(wso2.state::isDeployed);
        assertThat(wso2.state.subscriptions.values())
                .extracting(subscription -> subscription.getString("throttlingPolicy"))
                .containsExactlyInAnyOrder("Bronze", "Bronze", "AsyncBronze");
        assertThat(wso2.state.clients).containsOnlyKeys("corridor_payment_service", "corridor_forex_service");
        assertThat(wso2.state.users).containsOnlyKeys("admin", "ada", "blaise", "chen");
        var claims = Login.claims(token).orElseThrow();
        assertThat(claims.path("sub").asText()).isEqualTo(WsoState.idOf("ada"));
        assertThat(claims.path("scope").asText().split(" "))
                .as("what a user may have, and nothing of operators")
                .containsExactlyInAnyOrder("profile:read", "forex:read");
    }

    @Test
    void the_exported_projects_are_accepted_and_a_second_run_changes_nothing() {
        var exported = Map.of("WSO2_PROJECTS", "../../wso2/generated");
        run(exported);

        assertThat(wso2.violations).isEmpty();
        assertThat(wso2.state.apis.values()).hasSizeGreaterThan(9).allMatch(api -> api.getString("lifeCycleStatus")
                .equals("PUBLISHED"));
        wso2.requests.clear();
        run(exported);
        assertThat(wso2.changes()).isEmpty();
    }

    @Test
    void each_demo_user_has_a_profile_under_the_id_in_the_users_tokens() throws Exception {
        var profile = new StandInProfile();
        try {
            run(Map.of("PROFILE_GRPC", profile.address()));
            var created = Map.copyOf(profile.users);
            run(Map.of("PROFILE_GRPC", profile.address()));

            assertThat(created)
                    .containsOnlyKeys(WsoState.idOf("ada"), WsoState.idOf("blaise"), WsoState.idOf("chen"))
                    .isEqualTo(profile.users);
            assertThat(created.get(WsoState.idOf("ada")).getHomeCurrency()).isEqualTo("USD");
            assertThat(lines)
                    .filteredOn(line -> line.contains("created profile"))
                    .hasSize(3);
        } finally {
            profile.close();
        }
    }

    @Test
    void settings_that_wso2_would_refuse_are_named_before_it_is_called() {
        assertThatThrownBy(() -> run(Map.of("WSO2_DEMO_PASSWORD", "x".repeat(31))))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("WSO2_DEMO_PASSWORD");
        assertThatThrownBy(() -> run(Map.of("FOREX_CLIENT_ID", "forex")))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("FOREX_CLIENT_ID");
        assertThatThrownBy(() -> run(Map.of("PAYMENT_CLIENT_SECRET", "a:b&c")))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("PAYMENT_CLIENT_SECRET")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("a:b&c"));
        assertThat(wso2.requests).isEmpty();
    }

    @Test
    void a_second_run_changes_nothing() {
        run();
        var content = wso2.state.content();
        wso2.requests.clear();

        var report = new Report(lines::add);
        new Bootstrap(settings(Map.of()), report).run();

        assertThat(wso2.changes()).isEmpty();
        assertThat(wso2.state.content()).isEqualTo(content);
        assertThat(report.count(Outcome.UNCHANGED)).isPositive();
        assertThat(report.count(Outcome.CREATED) + report.count(Outcome.UPDATED))
                .isZero();
    }

    @Test
    void a_run_that_ends_at_any_change_is_completed_by_the_next() {
        run();
        var complete = wso2.state.content();
        int changes = wso2.changes().size();
        assertThat(changes).isGreaterThan(15);

        for (int last = 1; last <= changes; last++) {
            wso2.reset();
            wso2.breakAfter.set(last);
            try {
                run();
            } catch (BootstrapFailure interrupted) {
                assertThat(interrupted).hasMessageContaining("run the bootstrap again");
            }
            run();

            assertThat(wso2.state.content()).as("after %d changes", last).isEqualTo(complete);
            assertThat(wso2.violations).isEmpty();
        }
    }

    @Test
    void only_what_differs_is_updated() {
        run();
        wso2.requests.clear();
        projects.plan("Gold", 6_000)
                .write("Profile-1.0.0/Definitions/swagger.yaml", "openapi: 3.0.3\ninfo: {title: y, version: 1.0.0}\n");

        run();

        assertThat(wso2.changes())
                .hasSize(2)
                .anyMatch(
                        change -> change.startsWith("PUT /api/am/admin/v4/throttling/policies/subscription/stock-gold"))
                .anyMatch(change -> change.startsWith("POST /api/am/publisher/v4/apis/import?"));
        assertThat(wso2.state.policies.get("Subscription").get("Gold").encode()).contains("\"requestCount\":6000");
        assertThat(wso2.state.subscriptions).hasSize(3);
    }

    @Test
    void an_api_whose_deployment_was_lost_is_deployed_again() {
        wso2.state.lostDeployments.addAll(List.of("GraphQL", "ForexStream"));
        var report = new Report(lines::add);

        new Bootstrap(settings(Map.of("WSO2_DEPLOYMENT_TIMEOUT", "PT0.2S")), report).run();

        assertThat(report.count(Outcome.REDEPLOYED)).isEqualTo(2);
        assertThat(wso2.state.isDeployed("/graphql/1.0.0")).isTrue();
        assertThat(wso2.violations).isEmpty();
    }

    @Test
    void a_service_that_does_not_know_the_probed_path_is_behind_an_api_that_is_served() {
        wso2.unknownToService = "/api/profile/1.0.0/users/probe";
        var report = new Report(lines::add);

        new Bootstrap(settings(Map.of("WSO2_DEPLOYMENT_TIMEOUT", "PT0.2S")), report).run();

        assertThat(wso2.requests).contains("GET " + wso2.unknownToService);
        assertThat(report.count(Outcome.REDEPLOYED)).isZero();
    }

    @Test
    void lists_are_read_to_their_last_page() {
        for (int other = 0; other < 250; other++) {
            String name = "a:%03d".formatted(other);
            wso2.state.scopes.put(name, new JsonObject().put("id", name).put("name", name));
        }
        run();
        wso2.requests.clear();

        run();

        assertThat(wso2.changes()).isEmpty();
        assertThat(wso2.requests).anyMatch(request -> request.contains("/scopes?limit=100&offset=200"));
    }

    @Test
    void a_slow_start_a_slow_index_and_expired_tokens_only_take_longer() {
        wso2.notStarted.set(20);
        wso2.state.listsUntilIndexed = 3;
        wso2.state.callsPerToken = 2;

        run();

        assertThat(wso2.state.apis).hasSize(4);
        assertThat(wso2.violations).isEmpty();
        assertThat(lines).anyMatch(line -> line.startsWith("Waiting for WSO2"));
    }

    @Test
    void a_manager_that_does_not_start_ends_the_wait() {
        wso2.notStarted.set(Integer.MAX_VALUE);

        assertThatThrownBy(() -> run(Map.of("WSO2_START_TIMEOUT", "PT0.2S")))
                .isInstanceOf(BootstrapFailure.class)
                .hasMessageContaining("has not started")
                .hasMessageContaining("it answers 404")
                .hasMessageContaining("WSO2_START_TIMEOUT");
    }

    @Test
    void a_scope_of_operators_without_a_role_is_refused_before_anything_is_changed() {
        projects.write(
                "Open-1.0.0/api.yaml",
                "data: {name: Open, version: 1.0.0, scopes: [{shared: true, scope: {name: 'payments:topup'}}]}\n");

        assertThatThrownBy(this::run)
                .isInstanceOf(BootstrapFailure.class)
                .hasMessageContaining("payments:topup")
                .hasMessageContaining("every user");
        assertThat(wso2.requests).isEmpty();
    }

    @Test
    void tokens_that_the_services_would_refuse_are_found_before_a_payment_is() {
        wso2.state.audiences = List.of();
        assertThatThrownBy(this::run).isInstanceOf(BootstrapFailure.class).hasMessageContaining("audience corridor");

        wso2.state.audiences = List.of("corridor");
        assertThatThrownBy(() -> run(Map.of("JWT_ISSUER", "https://other/oauth2/token")))
                .isInstanceOf(BootstrapFailure.class)
                .hasMessageContaining(WsoState.ISSUER);

        projects = SampleProjects.in(folder);
        wso2.state.scopes.get("ledger:admin").put("bindings", new JsonArray());
        run();
        assertThat(wso2.state.scopes.get("ledger:admin").getJsonArray("bindings"))
                .as("a scope that somebody opened to everybody is closed again")
                .containsExactly("admin");
    }

    @Test
    void a_changed_secret_replaces_the_client() {
        run();
        wso2.requests.clear();

        run(Map.of("PAYMENT_CLIENT_SECRET", "another-secret"));

        assertThat(wso2.changes())
                .containsExactly(
                        "DELETE /api/identity/oauth2/dcr/v1.1/register/corridor_payment_service",
                        "POST /api/identity/oauth2/dcr/v1.1/register");
        assertThat(wso2.state.clients.get("corridor_payment_service").getString("client_secret"))
                .isEqualTo("another-secret");
    }

    @Test
    void a_user_with_another_password_is_the_operators_decision() {
        wso2.state.users.put("blaise", "Aa1-his-own");

        assertThatThrownBy(this::run)
                .isInstanceOf(BootstrapFailure.class)
                .hasMessageContaining("blaise")
                .hasMessageContaining("WSO2_DEMO_PASSWORD");
        assertThat(wso2.state.users).containsEntry("blaise", "Aa1-his-own");
    }

    @Test
    void a_user_without_a_role_is_named_with_the_role() {
        wso2.state.withoutRights = Set.of("ada");

        assertThatThrownBy(this::run)
                .isInstanceOf(BootstrapFailure.class)
                .hasMessageContaining("a token of ada")
                .hasMessageContaining("apim:subscribe")
                .hasMessageContaining("Internal/subscriber");
    }

    @Test
    void no_secret_is_printed() {
        wso2.state.users.put("blaise", "Aa1-his-own");
        String message = "";
        try {
            run();
        } catch (BootstrapFailure failure) {
            message = failure.toString();
        }
        wso2.state.users.remove("blaise");
        run();

        assertThat(String.join("\n", lines) + message + settings(Map.of()))
                .doesNotContain(ADMIN_PASSWORD)
                .doesNotContain(DEMO_PASSWORD)
                .doesNotContain(PAYMENT_SECRET)
                .doesNotContain(FOREX_SECRET)
                .doesNotContain("bootstrap-secret");
    }

    @Test
    void the_stand_in_refuses_what_the_descriptions_do_not_allow() {
        projects.write(
                "policies/subscription/Wrong.json",
                new JsonObject()
                        .put("policyName", "Wrong")
                        .put("defaultLimit", new JsonObject().put("type", "REQUESTS"))
                        .encode());

        assertThatThrownBy(this::run).isInstanceOf(BootstrapFailure.class).hasMessageContaining("Wrong");
        assertThat(wso2.violations).hasSize(1).first().asString().contains("/throttling/policies/subscription");
    }

    private String run() {
        return run(Map.of());
    }

    private String run(Map<String, String> changes) {
        return new Bootstrap(settings(changes), new Report(lines::add)).run();
    }

    private BootstrapSettings settings(Map<String, String> changes) {
        var environment = new HashMap<>(Map.of(
                "WSO2_MANAGER_URL",
                wso2.address().toString(),
                "WSO2_GATEWAY_URL",
                wso2.address().toString(),
                "WSO2_WEBSOCKET_URL",
                wso2.address().toString(),
                "WSO2_ADMIN_PASSWORD",
                ADMIN_PASSWORD,
                "WSO2_DEMO_PASSWORD",
                DEMO_PASSWORD,
                "PAYMENT_CLIENT_SECRET",
                PAYMENT_SECRET,
                "FOREX_CLIENT_SECRET",
                FOREX_SECRET,
                "WSO2_PROJECTS",
                folder.toString(),
                "WSO2_POLL_INTERVAL",
                "PT0.005S"));
        environment.putAll(changes);
        return BootstrapSettings.from(Settings.of(environment));
    }
}
