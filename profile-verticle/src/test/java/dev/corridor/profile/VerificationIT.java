package dev.corridor.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.corridor.embedded.TestServers;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.kit.testing.HttpResult;
import dev.corridor.kit.testing.RunningService;
import dev.corridor.profile.v1.CreateUserRequest;
import dev.corridor.profile.v1.CreateUserResponse;
import dev.corridor.profile.v1.ListVerificationChangesRequest;
import dev.corridor.profile.v1.Permission;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.SetVerificationRequest;
import dev.corridor.profile.v1.SetVerificationResponse;
import dev.corridor.profile.v1.UserEvent;
import dev.corridor.profile.v1.Verification;
import dev.corridor.profile.v1.VerificationChange;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The verification of users over REST and gRPC, on a real PostgreSQL. */
class VerificationIT {
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
    void a_user_created_over_rest_is_pending_until_an_operator_verifies_them() {
        var created = create(new JsonObject()).assertStatus(201);
        var id = created.json().getString("id");

        var verified =
                set(id, created.header("etag"), "verified", "passport seen").assertStatus(200);

        assertThat(created.json().getString("verification")).isEqualTo("pending");
        assertThat(created.json().getJsonArray("permissions")).isEqualTo(JsonArray.of("receive", "refund"));
        assertThat(verified.json().getString("verification")).isEqualTo("verified");
        assertThat(verified.json().getJsonArray("permissions")).isEqualTo(JsonArray.of("pay", "receive", "refund"));
        assertThat(verified.header("etag")).isEqualTo("\"2\"");
    }

    @Test
    void the_history_tells_who_decided_what_and_why_newest_first() throws InvalidProtocolBufferException {
        var id = create(new JsonObject()).json().getString("id");
        set(id, "\"1\"", "verified", "passport seen").assertStatus(200);
        set(id, "\"2\"", "suspended", "reported by the bank").assertStatus(200);

        var history = changes("/users/" + id + "/verification-changes");
        var page = changes("/users/" + id + "/verification-changes?limit=1&before_version=3");

        assertThat(history)
                .extracting(change -> change.getString("previous"), change -> change.getString("verification"))
                .containsExactly(tuple("verified", "suspended"), tuple("pending", "verified"), tuple(null, "pending"));
        assertThat(history.get(0).getString("reason")).isEqualTo("reported by the bank");
        assertThat(history).extracting(change -> change.getString("decided_by")).containsOnly("operator");
        assertThat(page).containsExactly(history.get(1));
        assertThat(grpcHistory(id)).hasSize(3);
        assertThat(lastEvent(id).getVerificationChange().getReason()).isEqualTo("reported by the bank");
    }

    @Test
    void only_legal_changes_of_the_version_that_was_read_are_made() {
        var id = create(new JsonObject()).json().getString("id");

        set(id, "", "verified", "passport seen").assertProblem(428, "version_required");
        set(id, "\"1\"", "pending", "again").assertProblem(409, "verification_conflict");
        set(id, "\"1\"", "verified", "passport seen").assertStatus(200);
        set(id, "\"1\"", "suspended", "stale").assertProblem(412, "stale_version");
        set(id, "\"2\"", "pending", "check again").assertProblem(409, "verification_conflict");
        set(id, "\"2\"", "banned", "no such state").assertStatus(400);
        set(id, "\"2\"", "suspended", "  ").assertProblem(422, "reason_invalid");
        set(UUID.randomUUID().toString(), "\"1\"", "verified", "nobody").assertProblem(404, "user_not_found");
    }

    @Test
    void verifying_needs_a_scope_that_neither_users_nor_services_have() {
        var created = create(new JsonObject());
        var id = created.json().getString("id");
        var body = new JsonObject().put("verification", "verified").put("reason", "me");

        for (var scope : List.of(Scope.PROFILE_WRITE, Scope.PROFILE_ADMIN)) {
            profile.http()
                    .request("PUT", "/users/" + id + "/verification")
                    .token(profile.token(id, scope))
                    .header("if-match", "\"1\"")
                    .json(body)
                    .send()
                    .assertProblem(403, "forbidden");
        }
        profile.http()
                .post(
                        "/users",
                        profile.token("service", Scope.PROFILE_ADMIN),
                        newUser().put("verification", "verified"))
                .assertProblem(403, "forbidden");
        create(new JsonObject().put("verification", "suspended")).assertStatus(400);
    }

    @Test
    void a_suspended_user_reads_their_profile_and_changes_nothing() {
        var id = create(new JsonObject().put("verification", "verified")).json().getString("id");
        set(id, "\"1\"", "suspended", "reported by the bank").assertStatus(200);
        var token = profile.token(id, Scope.PROFILE_READ, Scope.PROFILE_WRITE);

        profile.http().get("/users/me", token).assertStatus(200);
        profile.http()
                .patch("/users/me", token, "\"2\"", new JsonObject().put("home_currency", "GBP"))
                .assertProblem(403, "user_suspended");
        set(id, "\"2\"", "verified", "cleared").assertStatus(200);
        profile.http()
                .patch("/users/me", token, "\"3\"", new JsonObject().put("home_currency", "GBP"))
                .assertStatus(200);
    }

    @Test
    void grpc_has_the_same_rules() {
        var created = createOverGrpc(Verification.VERIFICATION_UNSPECIFIED).await();
        var request = SetVerificationRequest.newBuilder()
                .setUserId(created.getUserId())
                .setVersion(1)
                .setVerification(Verification.VERIFICATION_SUSPENDED)
                .setReason("reported by the bank");

        assertProblem("version_required", setOverGrpc(request.clone().setVersion(0)));
        assertProblem("invalid_request", setOverGrpc(request.clone().setVerificationValue(9)));
        assertProblem(
                "verification_invalid",
                setOverGrpc(request.clone().setVerification(Verification.VERIFICATION_UNSPECIFIED)));
        assertProblem("reason_invalid", setOverGrpc(request.clone().setReason("")));
        assertProblem("reason_invalid", setOverGrpc(request.clone().setReason("x".repeat(201))));
        var suspended = setOverGrpc(request).await();
        assertProblem("stale_version", setOverGrpc(request));
        assertProblem("verification_conflict", createOverGrpc(Verification.VERIFICATION_SUSPENDED));

        assertThat(created.getPermissionsList())
                .containsExactly(Permission.PERMISSION_RECEIVE, Permission.PERMISSION_REFUND);
        assertThat(suspended.getVerification()).isEqualTo(Verification.VERIFICATION_SUSPENDED);
        assertThat(suspended.getPermissionsList()).isEmpty();
    }

    private static JsonObject newUser() {
        var username = "user." + UUID.randomUUID().toString().substring(0, 8);
        return new JsonObject()
                .put("username", username)
                .put("email", username + "@example.com")
                .put("full_name", "A User")
                .put("home_currency", "USD");
    }

    private static HttpResult create(JsonObject more) {
        return profile.http().post("/users", operator(), newUser().mergeIn(more));
    }

    private static HttpResult set(String id, String etag, String verification, String reason) {
        return profile.http()
                .request("PUT", "/users/" + id + "/verification")
                .token(operator())
                .header("if-match", etag)
                .json(new JsonObject().put("verification", verification).put("reason", reason))
                .send();
    }

    private static List<JsonObject> changes(String path) {
        var changes = new ArrayList<JsonObject>();
        profile.http()
                .get(path, operator())
                .assertStatus(200)
                .json()
                .getJsonArray("changes")
                .forEach(change -> changes.add((JsonObject) change));
        return changes;
    }

    private static List<VerificationChange> grpcHistory(String id) {
        var request = ListVerificationChangesRequest.newBuilder().setUserId(id).build();
        return profile.grpc()
                .call(ProfileServiceGrpcClient.ListVerificationChanges, request, operator())
                .getChangesList();
    }

    private static Future<dev.corridor.profile.v1.User> createOverGrpc(Verification verification) {
        var user = newUser();
        var request = CreateUserRequest.newBuilder()
                .setUsername(user.getString("username"))
                .setEmail(user.getString("email"))
                .setFullName(user.getString("full_name"))
                .setHomeCurrency("USD")
                .setVerification(verification)
                .build();
        return profile.grpc()
                .start(ProfileServiceGrpcClient.CreateUser, request, operator())
                .map(CreateUserResponse::getUser);
    }

    private static Future<dev.corridor.profile.v1.User> setOverGrpc(SetVerificationRequest.Builder request) {
        return profile.grpc()
                .start(ProfileServiceGrpcClient.SetVerification, request.build(), operator())
                .map(SetVerificationResponse::getUser);
    }

    private static String operator() {
        return profile.token("operator", Scope.PROFILE_ADMIN, Scope.PROFILE_VERIFY);
    }

    private static void assertProblem(String code, Future<?> call) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(call::await)
                .satisfies(problem -> assertThat(problem.code().code()).isEqualTo(code));
    }

    /** Kafka is away, so that events stay in the outbox. */
    private static UserEvent lastEvent(String id) throws InvalidProtocolBufferException {
        var database = Database.connect(profile.clients(), DatabaseSettings.from(profile.settings()));
        try {
            var rows = database.pool()
                    .preparedQuery(
                            """
                            select value from outbox_event
                            where event_key = $1 and type = 'dev.corridor.profile.user_verification_changed'
                            order by id desc
                            limit 1
                            """)
                    .execute(Tuple.of(id))
                    .await();
            return UserEvent.parseFrom(rows.iterator().next().getBuffer("value").getBytes());
        } finally {
            database.close().await();
        }
    }
}
