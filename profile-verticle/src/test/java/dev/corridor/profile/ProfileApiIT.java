package dev.corridor.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.embedded.TestServers;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.testing.HttpResult;
import dev.corridor.kit.testing.JsonBindings;
import dev.corridor.kit.testing.RunningService;
import dev.corridor.profile.v1.BatchGetPartiesRequest;
import dev.corridor.profile.v1.BatchGetPartiesResponse;
import dev.corridor.profile.v1.CreateUserRequest;
import dev.corridor.profile.v1.CreateUserResponse;
import dev.corridor.profile.v1.FindUserRequest;
import dev.corridor.profile.v1.GetPartiesRequest;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import dev.corridor.profile.v1.UpdateUserRequest;
import dev.corridor.profile.v1.UpdateUserResponse;
import dev.corridor.profile.v1.User;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** REST and gRPC of the profile service on a real PostgreSQL. */
class ProfileApiIT {
    private static RunningService profile;

    @BeforeAll
    static void start() {
        var environment = new HashMap<>(TestServers.shared().freshDatabase("profile"));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
        profile = RunningService.start(new ProfileService(), environment);
    }

    @AfterAll
    static void stop() {
        profile.close();
    }

    @Test
    void a_user_reads_their_own_profile_over_rest_and_grpc() {
        var ada = user("ada");

        var rest = get(ada.getUserId(), tokenOf(ada));
        var rpc = profile.grpc()
                .call(ProfileServiceGrpcClient.GetUser, userRequest(ada), tokenOf(ada))
                .getUser();

        rest.assertStatus(200);
        assertThat(rest.json().getString("username")).isEqualTo(ada.getUsername());
        assertThat(rest.header("etag")).isEqualTo("\"1\"");
        assertThat(rpc).isEqualTo(ada);
    }

    @Test
    void every_grpc_method_answers_as_json_by_its_path() {
        JsonBindings.assertAllAnswer(profile, ProfileServiceGrpcService.SERVICE_DESCRIPTOR);
    }

    @Test
    void a_request_without_a_token_is_refused() {
        get(user("ben").getUserId(), "").assertProblem(401, "unauthenticated");
    }

    @Test
    void another_users_profile_looks_like_an_unknown_one() {
        var cleo = user("cleo");

        get(cleo.getUserId(), tokenOf(user("dora"))).assertProblem(404, "user_not_found");
        assertProblem(
                "user_not_found",
                profile.grpc().start(ProfileServiceGrpcClient.GetUser, userRequest(cleo), tokenOf(user("emil"))));
    }

    @Test
    void a_change_needs_the_etag_that_was_read_and_is_visible_at_once() {
        var fay = user("fay");
        get(fay.getUserId(), tokenOf(fay));

        var withoutEtag = rename(fay, "", "Fay Ray");
        var changed = rename(fay, "\"1\"", "Fay Ray");
        var stale = rename(fay, "\"1\"", "Fay Grey");
        var read = get(fay.getUserId(), tokenOf(fay));

        withoutEtag.assertStatus(428);
        changed.assertStatus(200);
        stale.assertStatus(412);
        assertThat(read.json().getString("full_name")).isEqualTo("Fay Ray");
        assertThat(read.header("etag")).isEqualTo("\"2\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BGN", "HRK", "DEM"})
    void a_currency_that_has_ended_is_no_home_currency(String currency) {
        var hana = user("hana");
        var creation = CreateUserRequest.newBuilder()
                .setUsername("h" + UUID.randomUUID().toString().substring(0, 8))
                .setEmail(UUID.randomUUID() + "@example.com")
                .setFullName("Hana")
                .setHomeCurrency(currency)
                .build();

        var changed = profile.http()
                .patch(
                        "/users/" + hana.getUserId(),
                        tokenOf(hana),
                        "\"1\"",
                        new JsonObject().put("home_currency", currency));

        changed.assertProblem(422, "unknown_currency");
        assertThat(changed.json().getString("last_date")).isNotNull();
        assertProblem(
                "unknown_currency",
                profile.grpc()
                        .start(
                                ProfileServiceGrpcClient.CreateUser,
                                creation,
                                profile.token("operator", Scope.PROFILE_ADMIN)));
        assertThat(get(hana.getUserId(), tokenOf(hana)).json().getString("home_currency"))
                .isEqualTo("USD");
    }

    @Test
    void a_change_may_name_any_version_or_several() {
        var kim = user("kim");

        rename(kim, "\"x\"", "Kim A").assertProblem(412, "stale_version");
        rename(kim, "W/\"1\"", "Kim A").assertProblem(412, "stale_version");
        rename(kim, "1", "Kim A").assertProblem(400, "invalid_request");
        rename(kim, "\"7\", \"1\"", "Kim B").assertStatus(200);
        rename(kim, "*", "Kim C").assertStatus(200);
        assertThat(get(kim.getUserId(), tokenOf(kim)).json().getString("full_name"))
                .isEqualTo("Kim C");
    }

    @Test
    void a_repeated_creation_returns_the_same_user_and_a_taken_name_is_refused() {
        var gwen = user("gwen");
        var repeated =
                create(gwen.getUserId(), gwen.getUsername(), gwen.getEmail()).await();

        assertThat(repeated).isEqualTo(gwen);
        assertProblem("username_taken", create(UUID.randomUUID().toString(), gwen.getUsername(), "other@example.com"));
        assertProblem("email_taken", create(UUID.randomUUID().toString(), "gwen.two", gwen.getEmail()));
    }

    @Test
    void payer_and_payee_are_returned_together() {
        var hana = user("hana");
        var ines = user("ines");
        var request = GetPartiesRequest.newBuilder()
                .setPayerId(hana.getUserId())
                .setPayeeUsername(ines.getUsername())
                .build();

        var parties = profile.grpc().call(ProfileServiceGrpcClient.GetParties, request, payerTokenOf(hana));

        assertThat(parties.getPayer()).isEqualTo(hana);
        assertThat(parties.getPayee().getUserId()).isEqualTo(ines.getUserId());
    }

    @Test
    void each_request_of_a_batch_has_its_own_result() {
        var lena = user("lena");
        var mary = user("mary");
        var known = GetPartiesRequest.newBuilder()
                .setPayerId(lena.getUserId())
                .setPayeeId(mary.getUserId())
                .build();
        var unknownPayee = known.toBuilder().setPayeeUsername("nobody.there").build();
        var unknownPayer = GetPartiesRequest.newBuilder()
                .setPayerId(UUID.randomUUID().toString())
                .build();
        var serviceToken = profile.token("payments", Scope.PROFILE_ADMIN);

        var results =
                batch(serviceToken, known, unknownPayee, unknownPayer).await().getResultsList();

        assertThat(results.get(0).getParties().getPayer()).isEqualTo(lena);
        assertThat(results.get(0).getParties().getPayee().getUserId()).isEqualTo(mary.getUserId());
        assertThat(results.get(1).getError().getCode()).isEqualTo("payee_not_found");
        assertThat(results.get(2).getError().getCode()).isEqualTo("user_not_found");
        assertProblem("invalid_request", batch(serviceToken));
        assertProblem("forbidden", batch(payerTokenOf(lena), known));
    }

    @Test
    void a_user_cannot_ask_for_the_parties_of_another_users_payment() {
        var request = GetPartiesRequest.newBuilder()
                .setPayerId(user("joan").getUserId())
                .build();

        assertProblem(
                "forbidden",
                profile.grpc().start(ProfileServiceGrpcClient.GetParties, request, payerTokenOf(user("kay"))));
    }

    @Test
    void a_user_cannot_find_users_by_username() {
        assertProblem(
                "forbidden",
                profile.grpc()
                        .start(
                                ProfileServiceGrpcClient.FindUser,
                                FindUserRequest.newBuilder().setUsername("ada").build(),
                                tokenOf(user("lise"))));
    }

    @Test
    void me_is_the_caller_over_rest_and_grpc() {
        var nora = user("nora");
        var me = GetUserRequest.newBuilder().setUserId("me").build();

        assertThat(get("me", tokenOf(nora)).json().getString("id")).isEqualTo(nora.getUserId());
        assertThat(profile.grpc()
                        .call(ProfileServiceGrpcClient.GetUser, me, tokenOf(nora))
                        .getUser())
                .isEqualTo(nora);
    }

    @Test
    void a_profile_that_the_caller_has_already_is_not_sent_again() {
        var una = user("una");
        var read = get(una.getUserId(), tokenOf(una));

        var known = getUnless("\"1\"", una);
        rename(una, "\"1\"", "Una Stubbs").assertStatus(200);
        var changed = getUnless("\"1\"", una);

        assertThat(read.header("cache-control")).isEqualTo("private, no-cache");
        assertThat(read.header("vary")).contains("Authorization");
        known.assertStatus(304);
        assertThat(known.body()).isEmpty();
        changed.assertStatus(200);
        assertThat(changed.header("etag")).isEqualTo("\"2\"");
    }

    private static HttpResult getUnless(String etag, User user) {
        return profile.http()
                .request("GET", "/users/me")
                .token(tokenOf(user))
                .header("if-none-match", etag)
                .send();
    }

    @Test
    void an_operator_finds_a_user_by_username_over_rest_and_grpc() {
        var olga = user("olga");
        var operator = profile.token("operator", Scope.PROFILE_ADMIN);
        var request =
                FindUserRequest.newBuilder().setUsername(olga.getUsername()).build();

        var rest = profile.http().get("/users?username=" + olga.getUsername(), operator);

        assertThat(rest.json().getString("id")).isEqualTo(olga.getUserId());
        assertThat(rest.header("etag")).isEqualTo("\"1\"");
        assertThat(profile.grpc()
                        .call(ProfileServiceGrpcClient.FindUser, request, operator)
                        .getUser())
                .isEqualTo(olga);
        profile.http().get("/users?username=nobody.there", operator).assertProblem(404, "user_not_found");
        assertProblem(
                "invalid_request",
                profile.grpc()
                        .start(
                                ProfileServiceGrpcClient.FindUser,
                                FindUserRequest.newBuilder()
                                        .setUsername("a\u0000b")
                                        .build(),
                                operator));
        profile.http().get("/users?username=olga", tokenOf(olga)).assertProblem(403, "forbidden");
        profile.http().get("/users", operator).assertStatus(400);
    }

    @Test
    void a_user_changes_their_profile_over_grpc_as_over_rest() {
        var pia = user("pia");
        var change = UpdateUserRequest.newBuilder()
                .setUserId("me")
                .setVersion(1)
                .setFullName("Pia Two")
                .setHomeCurrency("GBP");

        var changed = update(pia, change).await();

        assertThat(changed.getFullName()).isEqualTo("Pia Two");
        assertThat(changed.getHomeCurrency()).isEqualTo("GBP");
        assertThat(changed.getEmail()).isEqualTo(pia.getEmail());
        assertThat(get("me", tokenOf(pia)).header("etag")).isEqualTo("\"2\"");
        assertProblem("stale_version", update(pia, change));
        assertProblem("version_required", update(pia, change.clone().setVersion(0)));
        assertProblem("email_invalid", update(pia, change.clone().setVersion(2).setEmail("")));
        assertProblem(
                "invalid_request",
                update(pia, UpdateUserRequest.newBuilder().setUserId("me").setVersion(2)));
        assertProblem("user_not_found", update(user("rosa"), change.clone().setUserId(pia.getUserId())));
    }

    private static Future<User> update(User caller, UpdateUserRequest.Builder change) {
        return profile.grpc()
                .start(ProfileServiceGrpcClient.UpdateUser, change.build(), tokenOf(caller))
                .map(UpdateUserResponse::getUser);
    }

    private static User user(String name) {
        String username = name + "." + UUID.randomUUID().toString().substring(0, 8);
        return create(UUID.randomUUID().toString(), username, username + "@example.com")
                .await();
    }

    private static Future<User> create(String id, String username, String email) {
        var request = CreateUserRequest.newBuilder()
                .setUserId(id)
                .setUsername(username)
                .setEmail(email)
                .setFullName("Full name of " + username)
                .setHomeCurrency("USD")
                .build();
        return profile.grpc()
                .start(ProfileServiceGrpcClient.CreateUser, request, profile.token("operator", Scope.PROFILE_ADMIN))
                .map(CreateUserResponse::getUser);
    }

    private static Future<BatchGetPartiesResponse> batch(String token, GetPartiesRequest... requests) {
        var request = BatchGetPartiesRequest.newBuilder()
                .addAllRequests(List.of(requests))
                .build();
        return profile.grpc().start(ProfileServiceGrpcClient.BatchGetParties, request, token);
    }

    private static GetUserRequest userRequest(User user) {
        return GetUserRequest.newBuilder().setUserId(user.getUserId()).build();
    }

    private static String tokenOf(User user) {
        return profile.token(user.getUserId(), Scope.PROFILE_READ, Scope.PROFILE_WRITE);
    }

    private static String payerTokenOf(User user) {
        return profile.token(user.getUserId(), Scope.PAYMENTS_WRITE);
    }

    private static HttpResult get(String userId, String token) {
        return profile.http().get("/users/" + userId, token);
    }

    private static HttpResult rename(User user, String etag, String fullName) {
        return profile.http()
                .patch("/users/" + user.getUserId(), tokenOf(user), etag, new JsonObject().put("full_name", fullName));
    }

    private static void assertProblem(String code, Future<?> call) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(call::await)
                .satisfies(problem -> assertThat(problem.code().code()).isEqualTo(code));
    }
}
