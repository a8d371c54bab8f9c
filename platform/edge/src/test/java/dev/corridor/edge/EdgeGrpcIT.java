package dev.corridor.edge;

import static dev.corridor.edge.RunningEdge.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.StreamRatesRequest;
import dev.corridor.forex.v1.StreamRatesResponse;
import dev.corridor.forex.v1.Tick;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.testing.GrpcCaller;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.GetUserResponse;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import io.vertx.core.Future;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeGrpcIT {
    private static RunningEdge edge;
    private static GrpcCaller grpc;

    @BeforeAll
    static void start() {
        edge = RunningEdge.start();
        grpc = new GrpcCaller(
                edge.vertx, new HostPort("localhost", edge.config.ports().http()));
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void a_call_and_its_answer_pass() {
        var answer = grpc.call(ProfileServiceGrpcClient.GetUser, getUser("42"), edge.token());

        assertThat(answer.getUser().getUserId()).isEqualTo("42");
    }

    @Test
    void the_services_status_passes_in_the_trailers() {
        var outcome = grpc.outcome(ProfileServiceGrpcClient.GetUser, getUser(""), edge.token());

        assertThat(outcome.status()).isEqualTo(GrpcStatus.NOT_FOUND);
        assertThat(outcome.message()).isEqualTo("nobody");
    }

    @Test
    void a_stream_of_answers_passes_in_order() {
        var request = StreamRatesRequest.newBuilder().addPairs("USD/EUR").build();

        var ticks = grpc.open(ForexServiceGrpcClient.StreamRates, edge.token())
                .send(request)
                .compose(EdgeGrpcIT::all)
                .await();

        assertThat(ticks).extracting(Tick::getSeq).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_call_without_a_token_is_refused() {
        var outcome = grpc.outcome(ProfileServiceGrpcClient.GetUser, getUser("42"), "none");

        assertThat(outcome.status()).isEqualTo(GrpcStatus.UNAUTHENTICATED);
    }

    @Test
    void a_backend_that_is_down_is_unavailable() {
        var gone = new UnknownServiceMethod("gone.v1.Gone");

        var outcome = grpc.outcome(gone.method(), getUser("42"), edge.token());

        assertThat(outcome.status()).isEqualTo(GrpcStatus.UNAVAILABLE);
    }

    @Test
    void a_service_that_is_not_exposed_is_not_found() {
        var unknown = new UnknownServiceMethod("unknown.v1.Unknown");

        var outcome = grpc.outcome(unknown.method(), getUser("42"), edge.token());

        assertThat(outcome.status()).isEqualTo(GrpcStatus.NOT_FOUND);
    }

    @Test
    void the_edges_own_errors_carry_their_code() {
        assertThatThrownBy(() -> grpc.call(ProfileServiceGrpcClient.GetUser, getUser("42"), "none"))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code().code()).isEqualTo("unauthenticated"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/grpc"})
    void a_call_that_is_not_grpc_over_http_2_is_advised_to_be(String contentType) {
        var answer = edge.send(edge.request("/profile.v1.ProfileService/GetUser")
                .version(HttpClient.Version.HTTP_1_1)
                .header("content-type", contentType)
                .POST(BodyPublishers.ofString("{}")));

        assertProblem(answer, 415, "unsupported_media_type");
        assertThat(answer.json().getString("advice")).contains("gRPC client").doesNotContain("application/json");
    }

    @Test
    void a_method_other_than_post_is_refused_with_the_allowed_one() {
        var answer = edge.send(edge.request("/profile.v1.ProfileService/GetUser"));

        assertProblem(answer, 405, "method_not_allowed");
        assertThat(answer.headers().firstValue("allow")).contains("POST");
    }

    /** Method of a service that does not exist, with the messages of one that does. */
    private record UnknownServiceMethod(String service) {
        ServiceMethod<GetUserResponse, GetUserRequest> method() {
            var existing = ProfileServiceGrpcClient.GetUser;
            return ServiceMethod.client(
                    io.vertx.grpc.common.ServiceName.create(service),
                    "GetUser",
                    existing.encoder(),
                    existing.decoder());
        }
    }

    private static GetUserRequest getUser(String id) {
        return GetUserRequest.newBuilder().setUserId(id).build();
    }

    private static Future<List<Tick>> all(GrpcClientResponse<?, StreamRatesResponse> response) {
        List<Tick> ticks = new ArrayList<>();
        response.handler(answer -> ticks.add(answer.getTick()));
        return response.end().map(ended -> ticks);
    }
}
