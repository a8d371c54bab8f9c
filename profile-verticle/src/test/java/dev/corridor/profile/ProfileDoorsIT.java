package dev.corridor.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.embedded.TestServers;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.profile.v1.BatchGetPartiesRequest;
import dev.corridor.profile.v1.BatchGetPartiesResponse;
import dev.corridor.profile.v1.CreateUserRequest;
import dev.corridor.profile.v1.FindUserRequest;
import dev.corridor.profile.v1.GetPartiesRequest;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.User;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The profile service as its callers see it: real PostgreSQL, real Redis, both doors. */
class ProfileDoorsIT {
    private static final int HTTP_PORT = Ports.free();
    private static final int GRPC_PORT = Ports.free();

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static ServiceRuntime runtime;
    private static TestIssuer issuer;
    private static ServiceClient grpc;

    @BeforeAll
    static void start() {
        runtime = ServiceRuntime.start();
        issuer = TestIssuer.start();
        var environment = new HashMap<>(TestServers.shared().freshDatabase("profile"));
        environment.putAll(issuer.environment());
        environment.put("HTTP_PORT", Integer.toString(HTTP_PORT));
        environment.put("GRPC_PORT", Integer.toString(GRPC_PORT));
        environment.put("REDIS_URL", TestServers.shared().redis());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
        new ProfileService().deploy(runtime, Settings.of(environment)).await();
        grpc = ServiceClient.connect(runtime.vertx(), "profile", List.of(new HostPort("127.0.0.1", GRPC_PORT)));
    }

    @AfterAll
    static void stop() {
        runtime.vertx().close().await();
        issuer.close();
    }

    @Test
    void a_person_reads_their_own_profile_through_both_doors() throws Exception {
        var ada = person("ada");

        var rest = get("/users/" + ada.getUserId(), tokenOf(ada));
        var rpc = grpc.call(ProfileServiceGrpcClient.GetUser, userRequest(ada.getUserId()), tokenOf(ada))
                .await();

        assertThat(rest.statusCode()).isEqualTo(200);
        assertThat(json(rest).getString("username")).isEqualTo(ada.getUsername());
        assertThat(rest.headers().firstValue("etag")).hasValue("\"1\"");
        assertThat(rpc).isEqualTo(ada);
    }

    @Test
    void without_a_token_nobody_reads_anything() throws Exception {
        var response = get("/users/" + person("ben").getUserId(), null);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(json(response).getString("code")).isEqualTo("unauthenticated");
    }

    @Test
    void somebody_elses_profile_looks_like_nobodys() throws Exception {
        var ada = person("cleo");
        var response = get("/users/" + ada.getUserId(), tokenOf(person("dora")));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).getString("code")).isEqualTo("user_not_found");
        assertProblem(
                "user_not_found",
                grpc.call(ProfileServiceGrpcClient.GetUser, userRequest(ada.getUserId()), tokenOf(person("emil"))));
    }

    @Test
    void a_change_needs_the_etag_that_was_read_and_is_seen_at_once() throws Exception {
        var ada = person("fay");
        String path = "/users/" + ada.getUserId();
        get(path, tokenOf(ada));

        var without = patch(path, ada, null, "{\"full_name\":\"Fay Ray\"}");
        var changed = patch(path, ada, "\"1\"", "{\"full_name\":\"Fay Ray\"}");
        var stale = patch(path, ada, "\"1\"", "{\"full_name\":\"Fay Grey\"}");
        var read = get(path, tokenOf(ada));

        assertThat(without.statusCode()).isEqualTo(428);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(json(read).getString("full_name")).isEqualTo("Fay Ray");
        assertThat(read.headers().firstValue("etag")).hasValue("\"2\"");
    }

    @Test
    void a_repeated_creation_answers_the_same_person_and_a_taken_name_is_refused() throws Exception {
        var ada = person("gwen");
        var again = create(ada.getUserId(), ada.getUsername(), ada.getEmail()).await();

        assertThat(again).isEqualTo(ada);
        assertProblem("username_taken", create(UUID.randomUUID().toString(), ada.getUsername(), "other@example.com"));
        assertProblem("email_taken", create(UUID.randomUUID().toString(), "gwen.two", ada.getEmail()));
    }

    @Test
    void the_parties_of_a_payment_are_answered_together() throws Exception {
        var ada = person("hana");
        var blaise = person("ines");
        var request = GetPartiesRequest.newBuilder()
                .setPayerId(ada.getUserId())
                .setPayeeUsername(blaise.getUsername())
                .build();

        var parties = grpc.call(
                        ProfileServiceGrpcClient.GetParties, request, issuer.token(ada.getUserId(), "payments:write"))
                .await();

        assertThat(parties.getPayer()).isEqualTo(ada);
        assertThat(parties.getPayee().getUserId()).isEqualTo(blaise.getUserId());
    }

    @Test
    void a_service_asks_for_the_parties_of_many_payments_and_each_is_answered_by_itself() throws Exception {
        var ada = person("lena");
        var blaise = person("mary");
        var known = GetPartiesRequest.newBuilder()
                .setPayerId(ada.getUserId())
                .setPayeeId(blaise.getUserId())
                .build();
        var toNobody = known.toBuilder().setPayeeUsername("nobody.there").build();
        var fromNobody = GetPartiesRequest.newBuilder()
                .setPayerId(UUID.randomUUID().toString())
                .build();

        var results = askTogether(issuer.token("payments", "profile:admin"), known, toNobody, fromNobody)
                .await()
                .getResultsList();

        assertThat(results.get(0).getParties().getPayer()).isEqualTo(ada);
        assertThat(results.get(0).getParties().getPayee().getUserId()).isEqualTo(blaise.getUserId());
        assertThat(results.get(1).getError().getCode()).isEqualTo("payee_not_found");
        assertThat(results.get(2).getError().getCode()).isEqualTo("user_not_found");
        assertProblem("invalid_request", askTogether(issuer.token("payments", "profile:admin")));
        assertProblem("forbidden", askTogether(issuer.token(ada.getUserId(), "payments:write"), known));
    }

    private Future<BatchGetPartiesResponse> askTogether(String token, GetPartiesRequest... requests) {
        return grpc.call(
                ProfileServiceGrpcClient.BatchGetParties,
                BatchGetPartiesRequest.newBuilder()
                        .addAllRequests(List.of(requests))
                        .build(),
                token);
    }

    @Test
    void nobody_asks_for_a_payment_from_somebody_else() throws Exception {
        var request = GetPartiesRequest.newBuilder()
                .setPayerId(person("joan").getUserId())
                .build();

        assertProblem(
                "forbidden",
                grpc.call(
                        ProfileServiceGrpcClient.GetParties,
                        request,
                        issuer.token(person("kay").getUserId(), "payments:write")));
    }

    @Test
    void a_customer_cannot_look_people_up_by_name() throws Exception {
        assertProblem(
                "forbidden",
                grpc.call(
                        ProfileServiceGrpcClient.FindUser,
                        FindUserRequest.newBuilder().setUsername("ada").build(),
                        tokenOf(person("lise"))));
    }

    private static User person(String name) throws Exception {
        String username = name + "." + UUID.randomUUID().toString().substring(0, 8);
        return create(UUID.randomUUID().toString(), username, username + "@example.com")
                .await();
    }

    private static Future<User> create(String id, String username, String email) {
        var request = CreateUserRequest.newBuilder()
                .setUserId(id)
                .setUsername(username)
                .setEmail(email)
                .setFullName("Somebody " + username)
                .setHomeCurrency("USD")
                .build();
        return grpc.call(ProfileServiceGrpcClient.CreateUser, request, issuer.token("operator", "profile:admin"));
    }

    private static GetUserRequest userRequest(String id) {
        return GetUserRequest.newBuilder().setUserId(id).build();
    }

    private static String tokenOf(User user) {
        return issuer.token(user.getUserId(), "profile:read", "profile:write");
    }

    private static HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return send(request(path, token).GET());
    }

    private static HttpResponse<String> patch(String path, User user, String etag, String body) throws Exception {
        var request = request(path, tokenOf(user))
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                .header("content-type", "application/json");
        return send(etag == null ? request : request.header("if-match", etag));
    }

    private static HttpRequest.Builder request(String path, String token) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + HTTP_PORT + path));
        return token == null ? request : request.header("authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonObject json(HttpResponse<String> response) {
        return Buffer.buffer(response.body()).toJsonObject();
    }

    private static void assertProblem(String code, Future<?> failed) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> failed.await())
                .satisfies(problem -> assertThat(problem.code().code()).isEqualTo(code));
    }
}
