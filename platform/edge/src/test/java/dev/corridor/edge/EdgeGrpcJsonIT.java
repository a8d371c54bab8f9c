package dev.corridor.edge;

import static dev.corridor.edge.RunningEdge.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.testing.GrpcCaller;
import io.vertx.core.json.JsonObject;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.reflection.v1.ServerReflectionRequest;
import io.vertx.grpc.reflection.v1.ServerReflectionResponse;
import io.vertx.grpc.reflection.v1.ServiceResponse;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** gRPC methods as JSON through the edge, and reflection of the services behind it. */
class EdgeGrpcJsonIT {
    private static final String PROFILE = "/grpc/profile/1.0.0";
    private static RunningEdge edge;

    @BeforeAll
    static void start() {
        edge = RunningEdge.start();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void a_call_passes_with_its_method_query_and_body(HttpClient.Version version) {
        var read = edge.send(edge.request(PROFILE + "/v1/users/42/verification-changes?limit=3&before_version=7")
                .version(version)
                .GET());
        var written = edge.send(edge.request(PROFILE + "/v1/users/42")
                .version(version)
                .header("content-type", "application/json")
                .header("idempotency-key", "k")
                .method("PATCH", BodyPublishers.ofString("{\"version\":1}")));

        assertThat(read.status()).isEqualTo(200);
        assertThat(read.json().getString("uri"))
                .isEqualTo("/v1/users/42/verification-changes?limit=3&before_version=7");
        assertThat(written.json().getString("method")).isEqualTo("PATCH");
        assertThat(written.json().getString("uri")).isEqualTo("/v1/users/42");
        assertThat(written.json().getString("body")).isEqualTo("{\"version\":1}");
        assertThat(written.json().getJsonObject("headers").getString("idempotency-key"))
                .isEqualTo("k");
    }

    @Test
    void a_call_without_a_token_is_refused_as_rest_is() {
        assertProblem(edge.send(edge.anonymous(PROFILE + "/v1/users/42/x").GET()), 401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/unknown",
                "/v1/commented",
                "/metrics",
                "/health/live",
                "/v1/users/../../metrics",
                "/openapi.yaml"
            })
    void a_path_that_no_method_has_is_not_public(String path) {
        assertProblem(edge.send(edge.request(PROFILE + path).GET()), 404, "not_found");
    }

    @Test
    void a_service_that_never_answers_is_a_timeout() {
        assertProblem(
                edge.send(edge.request(PROFILE + "/v1/users/never/parties").GET()), 504, "deadline_exceeded");
    }

    @Test
    void a_service_that_is_down_is_unavailable() {
        assertProblem(edge.send(edge.request("/grpc/gone/1.0.0/v1/users/1/x").GET()), 503, "unavailable");
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void a_stream_passes_as_it_comes_and_ends_with_its_caller(HttpClient.Version version) throws Exception {
        var request =
                edge.request("/grpc/forex/1.0.0/v1/rates/stream?pairs=USD/EUR").version(version);
        var lines = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofLines());

        assertThat(new JsonObject(lines.body().iterator().next()).containsKey("tick"))
                .isTrue();
        lines.body().close();

        assertThat(edge.backend.closedStreams().poll(10, TimeUnit.SECONDS)).isEqualTo("json");
    }

    @ParameterizedTest
    @CsvSource({"grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"})
    void reflection_knows_the_services_behind_the_edge_without_a_token(String version) {
        ServiceMethod<ServerReflectionResponse, ServerReflectionRequest> method = ServiceMethod.client(
                ServiceName.create(version),
                "ServerReflectionInfo",
                GrpcMessageEncoder.encoder(),
                GrpcMessageDecoder.decoder(ServerReflectionResponse.newBuilder()));
        var grpc = new GrpcCaller(
                edge.vertx, new HostPort("localhost", edge.config.ports().http()));

        var services = grpc.outcome(
                method,
                ServerReflectionRequest.newBuilder().setListServices("*").build(),
                "");
        var symbol = grpc.outcome(
                method,
                ServerReflectionRequest.newBuilder()
                        .setFileContainingSymbol("forex.v1.ForexService.StreamRates")
                        .build(),
                "");

        assertThat(services.status()).isEqualTo(GrpcStatus.OK);
        assertThat(services.value().getListServicesResponse().getServiceList())
                .extracting(ServiceResponse::getName)
                .contains("profile.v1.ProfileService", "forex.v1.ForexService", version)
                .doesNotContain("ledger.v1.LedgerService");
        assertThat(symbol.value().getFileDescriptorResponse().getFileDescriptorProtoCount())
                .isGreaterThan(3);
    }
}
