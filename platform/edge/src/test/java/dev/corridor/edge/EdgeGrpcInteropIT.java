package dev.corridor.edge;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.corridor.edge.JavaGrpcCaller.Call;
import dev.corridor.kit.error.ErrorDetails;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.GetUserResponse;
import dev.corridor.profile.v1.User;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * gRPC through the edge with grpc-java's client. The backend allows a hundred streams, so that a few hundred calls that leave
 * theirs open would end the service of all others.
 */
class EdgeGrpcInteropIT {
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of(ErrorDetails.KEY, Metadata.BINARY_BYTE_MARSHALLER);

    private static RunningEdge edge;
    private JavaGrpcCaller caller;

    @BeforeAll
    static void start() {
        edge = RunningEdge.start();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @BeforeEach
    void connect() {
        caller = new JavaGrpcCaller(edge.config.ports().http(), edge.token());
    }

    @AfterEach
    void disconnect() {
        caller.close();
    }

    @Test
    void an_answer_and_a_stream_pass() {
        assertThat(caller.getUser("42").await().messages()).containsExactly(user("42"));
        assertThat(caller.streamRates("USD/EUR").await().messages()).hasSize(3);
    }

    @Test
    void the_same_methods_are_served_below_the_context_and_version() {
        var method = JavaGrpcCaller.method(
                MethodType.UNARY,
                "grpc/profile/1.0.0/" + JavaGrpcCaller.GET_USER.getFullMethodName(),
                GetUserRequest.getDefaultInstance(),
                GetUserResponse.getDefaultInstance());
        var request = GetUserRequest.newBuilder().setUserId("42").build();

        assertThat(caller.send(method, request).await().messages()).containsExactly(user("42"));
    }

    @Test
    void an_error_without_messages_keeps_its_status_message_and_details() throws Exception {
        var outcome = caller.getUser("").await();

        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(outcome.status().getDescription()).isEqualTo("nobody");
        assertThat(reason(outcome.trailers())).isEqualTo("not_found");
    }

    @Test
    void an_error_after_messages_keeps_its_status() {
        var outcome = caller.streamRates("BREAK/OFF").await();

        assertThat(outcome.messages()).hasSize(1);
        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void a_method_that_the_service_does_not_have_is_unimplemented() {
        var unknown = JavaGrpcCaller.method(
                MethodType.UNARY,
                "profile.v1.ProfileService/Nothing",
                GetUserRequest.getDefaultInstance(),
                GetUserResponse.getDefaultInstance());

        var outcome = caller.send(unknown, GetUserRequest.getDefaultInstance()).await();

        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void the_edges_own_refusals_have_status_and_details() throws Exception {
        try (var stranger = new JavaGrpcCaller(edge.config.ports().http(), "none")) {
            var outcome = stranger.getUser("42").await();

            assertThat(outcome.status().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(reason(outcome.trailers())).isEqualTo("unauthenticated");
        }
    }

    @Test
    void a_stream_that_the_service_resets_is_reset_with_the_same_code() {
        assertThat(caller.streamRates("RESET/ME").await().status().getCode()).isEqualTo(Status.Code.CANCELLED);
        assertThat(caller.getUser("reset").await().status().getCode()).isEqualTo(Status.Code.CANCELLED);
    }

    @Test
    void a_service_that_disconnects_is_unavailable_before_and_after_the_first_message() {
        assertThat(caller.getUser("disconnect").await().status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(caller.streamRates("DISCONNECT/ME").await().status().getCode())
                .isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void a_deadline_ends_the_call_at_the_service() {
        var outcome = caller.send(
                        JavaGrpcCaller.GET_USER,
                        GetUserRequest.newBuilder().setUserId("never").build(),
                        new Metadata(),
                        CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS))
                .await();

        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertOthersAreServed();
    }

    @Test
    void thousands_of_errors_arrive_and_leave_nothing_open() {
        Map<Status.Code, Long> statuses = IntStream.range(0, 60)
                .mapToObj(round -> IntStream.range(0, 50)
                        .mapToObj(call -> caller.getUser(""))
                        .toList())
                .flatMap(round -> round.stream().map(Call::await).toList().stream())
                .collect(groupingBy(outcome -> outcome.status().getCode(), counting()));

        assertThat(statuses).isEqualTo(Map.of(Status.Code.NOT_FOUND, 3_000L));
        assertOthersAreServed();
    }

    @Test
    void thousands_of_calls_that_are_cancelled_at_any_moment_leave_nothing_open() throws Exception {
        var random = new Random(25);
        var timer = Executors.newSingleThreadScheduledExecutor();
        try {
            for (int round = 0; round < 15; round++) {
                List<Call<?>> calls = new ArrayList<>();
                for (int i = 0; i < 2 * Backend.MAX_STREAMS; i++) {
                    Call<?> call = i % 2 == 0 ? caller.getUser("never") : caller.streamRates("NEVER/ENDS");
                    calls.add(call);
                    timer.schedule(call::cancel, random.nextInt(3_000), TimeUnit.MICROSECONDS);
                }
                assertThat(calls)
                        .allSatisfy(call ->
                                assertThat(call.await().status().getCode()).isEqualTo(Status.Code.CANCELLED));
            }
        } finally {
            timer.shutdownNow();
        }
        assertOthersAreServed();
    }

    @Test
    void calls_that_are_cancelled_while_they_wait_for_a_stream_leave_nothing_open() {
        try (var busy = new JavaGrpcCaller(edge.config.ports().http(), edge.token())) {
            var open = IntStream.range(0, Backend.MAX_STREAMS)
                    .mapToObj(stream -> busy.streamRates("NEVER/ENDS"))
                    .toList();
            open.forEach(stream -> stream.head().orTimeout(20, TimeUnit.SECONDS).join());
            var waiting = IntStream.range(0, 3 * Backend.MAX_STREAMS)
                    .mapToObj(call -> caller.getUser("42"))
                    .toList();
            awaitAllBefore();
            waiting.forEach(Call::cancel);
            awaitAllBefore();
            open.forEach(Call::cancel);
        }
        assertOthersAreServed();
    }

    @Test
    void callers_that_disconnect_leave_nothing_open() {
        for (int i = 0; i < 10; i++) {
            try (var guest = new JavaGrpcCaller(edge.config.ports().http(), edge.token())) {
                var streams = IntStream.range(0, 30)
                        .mapToObj(stream -> guest.streamRates("NEVER/ENDS"))
                        .toList();
                streams.get(i).head().orTimeout(20, TimeUnit.SECONDS).join();
            }
        }
        assertOthersAreServed();
    }

    /** The edge answers this call itself, after it has processed what came before it on the same connection. */
    private void awaitAllBefore() {
        var gone = JavaGrpcCaller.method(
                MethodType.UNARY,
                "gone.v1.Gone/Get",
                GetUserRequest.getDefaultInstance(),
                GetUserResponse.getDefaultInstance());
        var outcome = caller.send(gone, GetUserRequest.getDefaultInstance()).await();
        assertThat(outcome.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    /** A hundred calls at once fit into the streams that the backend allows, and would not if any had been left open. */
    private static void assertOthersAreServed() {
        try (var other = new JavaGrpcCaller(edge.config.ports().http(), edge.token())) {
            var calls = IntStream.range(0, Backend.MAX_STREAMS)
                    .mapToObj(call -> other.getUser("42"))
                    .toList();
            assertThat(calls)
                    .allSatisfy(call -> assertThat(call.await().status()).isEqualTo(Status.OK));
        }
    }

    private static String reason(Metadata trailers) throws Exception {
        var status = com.google.rpc.Status.parseFrom(trailers.get(DETAILS));
        return status.getDetails(0).unpack(ErrorInfo.class).getReason();
    }

    private static GetUserResponse user(String id) {
        return GetUserResponse.newBuilder()
                .setUser(User.newBuilder().setUserId(id))
                .build();
    }
}
