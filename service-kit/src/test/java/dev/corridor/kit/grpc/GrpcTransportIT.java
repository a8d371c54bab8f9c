package dev.corridor.kit.grpc;

import static dev.corridor.kit.testing.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.RemoteError;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.request.Deadline;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.testing.RunningService;
import dev.corridor.kit.testing.SampleService;
import dev.corridor.kit.vertx.RequestContexts;
import dev.corridor.profile.v1.BatchGetPartiesRequest;
import dev.corridor.profile.v1.BatchGetPartiesResponse;
import dev.corridor.profile.v1.CreateUserRequest;
import dev.corridor.profile.v1.CreateUserResponse;
import dev.corridor.profile.v1.FindUserRequest;
import dev.corridor.profile.v1.FindUserResponse;
import dev.corridor.profile.v1.GetPartiesRequest;
import dev.corridor.profile.v1.GetPartiesResponse;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.GetUserResponse;
import dev.corridor.profile.v1.PartiesResult;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import dev.corridor.profile.v1.User;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gRPC transport and the client that other services use, over real connections. */
class GrpcTransportIT {
    private static final Promise<User> LATE = Promise.promise();
    private static final CompletableFuture<Void> WAITING = new CompletableFuture<>();

    private static TestIssuer issuer;
    private static RunningService service;
    private static RunningService second;
    private static ServiceClient client;
    private static String token;

    @BeforeAll
    static void start() {
        issuer = TestIssuer.start();
        token = issuer.token("ada");
        service = running("first");
        second = running("second");
        client = ServiceClient.connect(service.vertx(), "profile", List.of(service.grpcAddress()));
    }

    private static RunningService running(String name) {
        return running(name, Ports.free());
    }

    private static RunningService running(String name, int grpcPort) {
        var environment = new HashMap<>(SampleService.ENVIRONMENT);
        environment.put("GRPC_PORT", Integer.toString(grpcPort));
        var sample = new SampleService(GrpcTransportIT::noContent, grpc -> SampleService.profile(grpc)
                .unary(ProfileServiceGrpcService.GetUser, Scope.PROFILE_READ, (caller, request) -> getUser(
                                caller, request)
                        .map(user -> GetUserResponse.newBuilder().setUser(user).build()))
                .unary(
                        ProfileServiceGrpcService.GetParties,
                        (caller, request) -> Future.succeededFuture(GetPartiesResponse.getDefaultInstance()))
                .unary(
                        ProfileServiceGrpcService.BatchGetParties,
                        (caller, request) ->
                                Promise.<BatchGetPartiesResponse>promise().future())
                .unary(
                        ProfileServiceGrpcService.FindUser,
                        (caller, request) -> Future.succeededFuture(FindUserResponse.newBuilder()
                                .setUser(User.newBuilder().setFullName(name))
                                .build()))
                .unary(
                        ProfileServiceGrpcService.CreateUser,
                        (caller, request) -> Future.succeededFuture(CreateUserResponse.newBuilder()
                                .setUser(User.newBuilder().setFullName(request.getFullName()))
                                .build())));
        return RunningService.start(sample, issuer, environment);
    }

    private static void noContent(RestTransport rest) {
        for (String operation : List.of("getThing", "createThing", "getOpen")) {
            rest.publicOperation(operation, (caller, request) -> Future.succeededFuture(Reply.noContent()));
        }
    }

    private static Future<User> getUser(Caller caller, GetUserRequest request) {
        return switch (request.getUserId()) {
            case "throws" -> throw new IllegalStateException("a secret of ours");
            case "fails" -> Future.failedFuture(new IllegalStateException("a secret of ours"));
            case "refuses" ->
                throw Problem.of(
                                new RemoteError("insufficient_funds", Fault.REFUSED, "Top up.", false),
                                "The wallet holds too little: 3 \u20ac.")
                        .with("payment_id", "p-1");
            case "silent" -> Promise.<User>promise().future();
            case "late" -> {
                WAITING.complete(null);
                yield LATE.future();
            }
            default ->
                Future.succeededFuture(User.newBuilder()
                        .setUserId(caller.subject())
                        .setEmail(Correlation.current())
                        .build());
        };
    }

    @AfterAll
    static void stop() {
        service.close();
        second.close();
        issuer.close();
    }

    @AfterEach
    void no_exception_is_unhandled() {
        assertThat(service.unhandled()).isEmpty();
    }

    @Test
    void a_call_carries_the_callers_token_and_the_correlation_id() {
        Promise<User> answered = Promise.promise();
        service.vertx().runOnContext(go -> {
            Correlation.begin("from-the-request");
            getUser("me", "profile:read").onComplete(answered);
        });

        var user = answered.future().await();

        assertThat(user.getUserId()).isEqualTo("ada");
        assertThat(user.getEmail()).isEqualTo("from-the-request");
    }

    @Test
    void a_call_without_a_correlation_id_gets_a_new_one() {
        assertThat(getUser("me", "profile:read").await().getEmail()).hasSize(36);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "x.y.z"})
    void without_a_valid_token_it_is_unauthenticated(String token) {
        assertProblem(
                StandardError.UNAUTHENTICATED,
                client.call(ProfileServiceGrpcClient.GetUser, user("me"), token).map(GetUserResponse::getUser));
    }

    @Test
    void without_the_scope_it_is_forbidden() {
        assertProblem(StandardError.FORBIDDEN, getUser("me", "ledger:read"));
    }

    @Test
    void a_problem_keeps_its_code_advice_and_members() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> getUser("refuses", "profile:read").await())
                .satisfies(problem -> {
                    assertThat(problem.code())
                            .isEqualTo(new RemoteError("insufficient_funds", Fault.REFUSED, "Top up.", false));
                    assertThat(problem.detail()).isEqualTo("The wallet holds too little: 3 \u20ac.");
                    assertThat(problem.extensions()).containsEntry("payment_id", "p-1");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "fails"})
    void an_unexpected_failure_is_internal_and_reveals_nothing(String id) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> getUser(id, "profile:read").await())
                .matches(problem -> problem.is(StandardError.INTERNAL))
                .withMessageNotContaining("secret");
    }

    @Test
    void a_handler_that_never_answers_exceeds_the_deadline() {
        assertProblem(StandardError.DEADLINE_EXCEEDED, getUser("silent", "profile:read"));
    }

    @Test
    void a_question_of_a_batch_waits_no_longer_than_its_own_caller() {
        Queue<String> ended = new LinkedBlockingQueue<>();
        Promise<PartiesResult> patient = Promise.promise();
        Promise<PartiesResult> hurried = Promise.promise();
        var loop = service.vertx().getOrCreateContext();
        loop.runOnContext(started -> {
            var parties = client.batched(
                    ProfileServiceGrpcClient.BatchGetParties,
                    (List<GetPartiesRequest> questions) -> BatchGetPartiesRequest.newBuilder()
                            .addAllRequests(questions)
                            .build(),
                    BatchGetPartiesResponse::getResultsList,
                    () -> Future.succeededFuture(token));
            RequestContexts.onLoopOf(loop).runOnContext(asking -> {
                var question = GetPartiesRequest.getDefaultInstance();
                parties.apply(question)
                        .onComplete(answered -> ended.add("patient"))
                        .onComplete(patient);
                Deadline.begin(Duration.ofMillis(1_500));
                parties.apply(question)
                        .onComplete(answered -> ended.add("hurried"))
                        .onComplete(hurried);
            });
        });

        assertProblem(StandardError.DEADLINE_EXCEEDED, hurried.future());
        assertProblem(StandardError.DEADLINE_EXCEEDED, patient.future());
        assertThat(ended).containsExactly("hurried", "patient");
    }

    @Test
    void an_unknown_method_fails_with_a_problem() {
        var unknown = ServiceMethod.client(
                ProfileServiceGrpcService.SERVICE_NAME,
                "NoSuchMethod",
                GrpcMessageEncoder.IDENTITY,
                GrpcMessageDecoder.IDENTITY);

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> client.call(unknown, Buffer.buffer(), issuer.token("ada"))
                        .await());
    }

    @Test
    void a_service_whose_contract_has_a_method_without_a_handler_does_not_start() {
        var incomplete = new SampleService(GrpcTransportIT::noContent, grpc -> SampleService.profile(grpc)
                .unary(ProfileServiceGrpcService.GetUser, Scope.PROFILE_READ, (caller, request) -> getUser(
                                caller, request)
                        .map(user -> GetUserResponse.newBuilder().setUser(user).build())));

        assertThatIllegalStateException()
                .isThrownBy(() -> RunningService.start(incomplete, issuer, SampleService.ENVIRONMENT))
                .withMessageContaining("FindUser")
                .withMessageContaining("GetParties")
                .withMessageNotContaining("GetUser");
    }

    @Test
    void a_message_beyond_a_mebibyte_is_refused() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> echo(1_100_000).await());
    }

    @Test
    void a_large_response_is_received() {
        assertThat(echo(200_000).await().getFullName()).hasSize(200_000);
    }

    @Test
    void calls_are_spread_over_the_addresses() {
        var both =
                ServiceClient.connect(service.vertx(), "profile", List.of(service.grpcAddress(), second.grpcAddress()));

        var names = IntStream.range(0, 10)
                .mapToObj(i -> findUser(both).await().getFullName())
                .toList();

        assertThat(names.stream().filter("first"::equals)).hasSize(5);
        assertThat(names.stream().filter("second"::equals)).hasSize(5);
    }

    @Test
    void many_concurrent_calls_all_succeed() {
        var calls = IntStream.range(0, 100).mapToObj(i -> findUser(client)).toList();

        assertThat(Future.all(calls).await().size()).isEqualTo(100);
    }

    @Test
    void a_service_out_of_reach_is_unavailable() {
        var unreachable =
                ServiceClient.connect(service.vertx(), "profile", List.of(new HostPort(Ports.LOOPBACK, Ports.free())));

        assertProblem(StandardError.UNAVAILABLE, findUser(unreachable));
    }

    @Test
    void a_restarted_service_is_called_again() {
        int port = Ports.free();
        var toThird = ServiceClient.connect(service.vertx(), "profile", List.of(new HostPort(Ports.LOOPBACK, port)));
        for (String life : List.of("one", "two")) {
            try (var third = running(life, port)) {
                assertThat(findUser(toThird).await().getFullName()).isEqualTo(life);
            }
            assertProblem(StandardError.UNAVAILABLE, findUser(toThird));
        }
    }

    @ParameterizedTest
    @CsvSource({"grpc.health.v1.Health, Check", "grpc.reflection.v1.ServerReflection, ServerReflectionInfo"})
    void health_and_reflection_are_served(String serviceName, String method) throws Exception {
        var response = raw().request(
                        SocketAddress.inetSocketAddress(
                                service.grpcAddress().port(),
                                service.grpcAddress().host()),
                        ServiceMethod.client(
                                ServiceName.create(serviceName),
                                method,
                                GrpcMessageEncoder.IDENTITY,
                                GrpcMessageDecoder.IDENTITY))
                .compose(call -> call.send(Buffer.buffer())
                        .compose(answer -> answer.end().map(answer)))
                .await();

        assertThat(response.status()).isEqualTo(GrpcStatus.OK);
    }

    @Test
    void a_caller_that_cancels_does_not_affect_others() throws Exception {
        var raw = raw();
        var address = SocketAddress.inetSocketAddress(
                service.grpcAddress().port(), service.grpcAddress().host());
        var call = raw.request(address, ProfileServiceGrpcClient.GetUser).await();
        call.headers().set("authorization", "Bearer " + issuer.token("ada", "profile:read"));
        call.end(user("late"));
        WAITING.get(20, TimeUnit.SECONDS);
        call.cancel();

        assertThat(findUser(client).await().getFullName()).isEqualTo("first");
        LATE.complete(User.getDefaultInstance());
        assertThat(findUser(client).await().getFullName()).isEqualTo("first");
    }

    private static Future<User> getUser(String id, String... scopes) {
        return client.call(ProfileServiceGrpcClient.GetUser, user(id), issuer.token("ada", scopes))
                .map(GetUserResponse::getUser);
    }

    private static Future<User> findUser(ServiceClient through) {
        return through.call(ProfileServiceGrpcClient.FindUser, FindUserRequest.getDefaultInstance(), token)
                .map(FindUserResponse::getUser);
    }

    /** Sends and receives that many characters. */
    private static Future<User> echo(int characters) {
        var request = CreateUserRequest.newBuilder()
                .setFullName("x".repeat(characters))
                .build();
        return client.call(ProfileServiceGrpcClient.CreateUser, request, token).map(CreateUserResponse::getUser);
    }

    private static GetUserRequest user(String id) {
        return GetUserRequest.newBuilder().setUserId(id).build();
    }

    private static GrpcClient raw() {
        return GrpcClient.client(
                service.vertx(),
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }
}
