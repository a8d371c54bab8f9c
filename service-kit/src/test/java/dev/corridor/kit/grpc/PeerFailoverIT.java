package dev.corridor.kit.grpc;

import static dev.corridor.kit.testing.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import dev.corridor.embedded.FaultProxy;
import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.testing.RunningService;
import dev.corridor.kit.testing.SampleService;
import dev.corridor.profile.v1.BatchGetPartiesResponse;
import dev.corridor.profile.v1.CreateUserRequest;
import dev.corridor.profile.v1.CreateUserResponse;
import dev.corridor.profile.v1.FindUserResponse;
import dev.corridor.profile.v1.GetPartiesResponse;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.GetUserResponse;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import dev.corridor.profile.v1.User;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service at two real addresses, the second behind a network that fails in every way: no caller notices. */
class PeerFailoverIT {
    private static final AtomicInteger CREATED = new AtomicInteger();
    /** Responses that the second address owes. */
    private static final Queue<Promise<User>> OWED = new ConcurrentLinkedQueue<>();

    private static TestIssuer issuer;
    private static RunningService first;
    private static RunningService second;
    private static String token;

    private FaultProxy network;
    private ServiceClient client;

    @BeforeAll
    static void start() {
        issuer = TestIssuer.start();
        token = issuer.token("ada");
        first = running("first");
        second = running("second");
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        issuer.close();
    }

    @BeforeEach
    void connect() {
        network = FaultProxy.to(Ports.LOOPBACK, second.grpcPort());
        client = clientOf(first.grpcAddress(), new HostPort(Ports.LOOPBACK, network.port()));
    }

    @AfterEach
    void disconnect() {
        client.close().await();
        network.close();
    }

    @Test
    void an_address_that_refuses_connections_is_skipped_by_any_call() {
        var half = clientOf(new HostPort(Ports.LOOPBACK, Ports.free()), first.grpcAddress());

        for (int call = 0; call < 20; call++) {
            assertThat(create(half, "anyone").await().getFullName()).isEqualTo("first");
        }
    }

    @Test
    void an_address_that_accepts_connections_but_never_answers_is_skipped() {
        network.stall();

        assertThat(names(20)).containsOnly("first");
    }

    @Test
    void an_address_whose_packets_are_dropped_is_skipped() {
        // Reserved for documentation (RFC 5737): nothing answers there.
        var half = clientOf(new HostPort("192.0.2.1", 50051), first.grpcAddress());

        assertThat(create(half, "anyone").await().getFullName()).isEqualTo("first");
        assertThat(create(half, "anyone").await().getFullName()).isEqualTo("first");
    }

    @Test
    void calls_in_flight_at_an_address_that_dies_without_a_reset_are_answered_by_the_other() {
        assertThat(names(4)).contains("second");
        var calls =
                IntStream.range(0, 20).mapToObj(call -> get("slow at second")).toList();
        await().atMost(ONE_MINUTE).until(() -> OWED.size() >= 10);

        network.stall();

        assertThat(Future.all(calls).await().<User>list())
                .extracting(User::getFullName)
                .containsOnly("first");
        OWED.clear();
    }

    @Test
    void calls_in_flight_at_an_address_that_is_killed_are_answered_by_the_other() {
        assertThat(names(4)).contains("second");
        var calls =
                IntStream.range(0, 20).mapToObj(call -> get("slow at second")).toList();
        await().atMost(ONE_MINUTE).until(() -> OWED.size() >= 10);

        network.refuse();

        assertThat(Future.all(calls).await().<User>list())
                .extracting(User::getFullName)
                .containsOnly("first");
        OWED.clear();
    }

    @Test
    void a_call_that_may_have_had_an_effect_is_not_sent_twice() {
        assertThat(names(4)).contains("second");
        int before = CREATED.get();
        var calls = IntStream.range(0, 2)
                .mapToObj(call -> create(client, "slow at second"))
                .toList();
        await().atMost(ONE_MINUTE).until(() -> !OWED.isEmpty());

        network.refuse();

        Future.join(calls).otherwiseEmpty().await();
        assertThat(calls).filteredOn(Future::succeeded).hasSize(1);
        assertProblem(
                StandardError.UNAVAILABLE,
                calls.stream().filter(Future::failed).findFirst().orElseThrow());
        assertThat(CREATED.get() - before).isEqualTo(2);
        OWED.clear();
    }

    @Test
    void an_address_that_answers_again_is_used_again() {
        network.refuse();
        assertThat(names(4)).containsOnly("first");

        network.heal();

        await().atMost(ONE_MINUTE).until(() -> names(4).contains("second"));
        assertThat(names(10).stream().filter("second"::equals)).hasSize(5);
    }

    @Test
    void a_slow_answer_is_waited_for() {
        var slow = get("slow at second");
        var other = get("slow at second");
        await().atMost(ONE_MINUTE).until(() -> !OWED.isEmpty());
        first.vertx().setTimer(2_000, late -> OWED.remove().complete(named("second")));

        assertThat(List.of(slow.await().getFullName(), other.await().getFullName()))
                .containsExactlyInAnyOrder("first", "second");
        assertThat(OWED).isEmpty();
    }

    @Test
    void without_any_address_it_is_unavailable() {
        network.refuse();
        var none = clientOf(new HostPort(Ports.LOOPBACK, Ports.free()), new HostPort(Ports.LOOPBACK, network.port()));

        assertProblem(StandardError.UNAVAILABLE, get(none, "anyone"));
        assertProblem(StandardError.UNAVAILABLE, get(none, "anyone"));
    }

    private static ServiceClient clientOf(HostPort... addresses) {
        return ServiceClient.connect(first.clients(), "profile", List.of(addresses));
    }

    private List<String> names(int calls) {
        return IntStream.range(0, calls)
                .mapToObj(call -> get("anyone").await().getFullName())
                .toList();
    }

    private Future<User> get(String id) {
        return get(client, id);
    }

    private static Future<User> get(ServiceClient through, String id) {
        var request = GetUserRequest.newBuilder().setUserId(id).build();
        return through.call(ProfileServiceGrpcClient.GetUser, request, token).map(GetUserResponse::getUser);
    }

    /** A method that the contract does not call idempotent. */
    private static Future<User> create(ServiceClient through, String name) {
        var request = CreateUserRequest.newBuilder().setFullName(name).build();
        return through.call(ProfileServiceGrpcClient.CreateUser, request, token).map(CreateUserResponse::getUser);
    }

    private static RunningService running(String name) {
        var sample = new SampleService(
                rest -> List.of("getThing", "createThing", "getOpen")
                        .forEach(operation -> rest.publicOperation(
                                operation, (caller, request) -> Future.succeededFuture(Reply.noContent()))),
                grpc -> SampleService.profile(grpc)
                        .unary(ProfileServiceGrpcService.GetUser, (caller, request) -> answer(name, request.getUserId())
                                .map(user -> GetUserResponse.newBuilder()
                                        .setUser(user)
                                        .build()))
                        .unary(ProfileServiceGrpcService.CreateUser, (caller, request) -> {
                            CREATED.incrementAndGet();
                            return answer(name, request.getFullName()).map(user -> CreateUserResponse.newBuilder()
                                    .setUser(user)
                                    .build());
                        })
                        .unary(
                                ProfileServiceGrpcService.FindUser,
                                (caller, request) -> Future.succeededFuture(FindUserResponse.getDefaultInstance()))
                        .unary(
                                ProfileServiceGrpcService.GetParties,
                                (caller, request) -> Future.succeededFuture(GetPartiesResponse.getDefaultInstance()))
                        .unary(
                                ProfileServiceGrpcService.BatchGetParties,
                                (caller, request) ->
                                        Future.succeededFuture(BatchGetPartiesResponse.getDefaultInstance())));
        var environment = new HashMap<>(SampleService.ENVIRONMENT);
        environment.put("REQUEST_TIMEOUT", "PT10S");
        return RunningService.start(sample, issuer, environment);
    }

    private static Future<User> answer(String name, String wish) {
        if (wish.equals("slow at " + name)) {
            Promise<User> late = Promise.promise();
            OWED.add(late);
            return late.future();
        }
        return Future.succeededFuture(named(name));
    }

    private static User named(String name) {
        return User.newBuilder().setFullName(name).build();
    }
}
