package dev.corridor.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.testing.RunningService;
import dev.corridor.kit.testing.SampleService;
import dev.corridor.profile.v1.FindUserRequest;
import dev.corridor.profile.v1.FindUserResponse;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import dev.corridor.profile.v1.User;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.grpc.reflection.v1.ServerReflectionRequest;
import io.vertx.grpc.reflection.v1.ServerReflectionResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** How the gRPC transport reads calls that no gRPC library would send, as HTTP/2 requests. */
class GrpcRequestReadingIT {
    private static final String FIND_USER = "/profile.v1.ProfileService/FindUser";

    private static TestIssuer issuer;
    private static RunningService service;
    private static HttpClient client;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    /** What came back: HTTP status, headers and trailers together, and the body. */
    private record Answer(int status, Map<String, String> headers, Buffer body) {
        String grpcStatus() {
            return headers.get("grpc-status");
        }
    }

    @BeforeAll
    static void start() {
        issuer = TestIssuer.start();
        var sample = new SampleService(
                rest -> List.of("getThing", "createThing", "getOpen")
                        .forEach(operation -> rest.publicOperation(
                                operation, (caller, request) -> Future.succeededFuture(Reply.noContent()))),
                grpc -> {
                    SampleService.profile(grpc);
                    ProfileServiceGrpcService.all().stream()
                            .filter(method -> !method.methodName().equals("FindUser"))
                            .forEach(method -> grpc.unary(
                                    method, (caller, request) -> Future.failedFuture(new IllegalStateException())));
                    grpc.unary(
                            ProfileServiceGrpcService.FindUser,
                            (caller, request) -> Future.succeededFuture(FindUserResponse.newBuilder()
                                    .setUser(User.newBuilder().setFullName(request.getUsername()))
                                    .build()));
                });
        service = RunningService.start(sample, issuer, SampleService.ENVIRONMENT);
        client = service.clients()
                .createHttpClient(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setDefaultHost(service.grpcAddress().host())
                        .setDefaultPort(service.grpcPort()));
    }

    @AfterAll
    static void stop() {
        service.close();
        issuer.close();
    }

    @BeforeEach
    void watchTheLog() {
        log.start();
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(log);
    }

    @AfterEach
    void nothing_is_logged_as_our_fault() {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(log);
        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                .extracting(event -> event.getLoggerName() + ": " + event.getFormattedMessage())
                .isEmpty();
        assertThat(service.unhandled()).isEmpty();
    }

    @Test
    void a_call_is_answered() {
        var answer = call(FIND_USER, message(find("ada")), Map.of());

        assertThat(answer.grpcStatus()).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deflate", "snappy", "GZIP", ""})
    void an_unknown_encoding_is_unimplemented(String encoding) {
        var answer = call(FIND_USER, message(find("ada")), Map.of("grpc-encoding", encoding));

        assertThat(answer.grpcStatus()).isEqualTo("12");
        assertThat(answer.headers).containsEntry("grpc-accept-encoding", "identity,gzip");
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 20_000, 200_000})
    void large_metadata_exhausts_the_resources_of_its_call_only(int bytes) {
        var other = call(FIND_USER, message(find("ada")), Map.of());
        var answer = call(FIND_USER, message(find("ada")), Map.of("x-large", "y".repeat(bytes)));

        assertThat(answer.grpcStatus()).isEqualTo("8");
        assertThat(other.grpcStatus()).isEqualTo("0");
        assertThat(call(FIND_USER, message(find("ada")), Map.of()).grpcStatus()).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255})
    void a_compressed_message_without_an_encoding_is_refused(int flag) {
        var message = message(find("ada")).setByte(0, (byte) flag);

        assertThat(call(FIND_USER, message, Map.of()).grpcStatus()).isEqualTo("3");
    }

    @Test
    void bytes_that_are_no_message_are_refused() {
        assertThat(call(FIND_USER, message(ByteString.copyFrom(new byte[] {(byte) 0xff, 1, 2})), Map.of())
                        .grpcStatus())
                .isEqualTo("3");
        assertThat(call(FIND_USER, message(ByteString.copyFrom(new byte[] {0x0a, 1, (byte) 0xff})), Map.of())
                        .grpcStatus())
                .isEqualTo("3");
        assertThat(call(FIND_USER, Buffer.buffer(), Map.of()).grpcStatus()).isEqualTo("3");
        assertThat(call(FIND_USER, message(find("ada")), Map.of("grpc-encoding", "gzip"))
                        .grpcStatus())
                .isEqualTo("0");
        assertThat(call(FIND_USER, message(find("ada")).setByte(0, (byte) 1), Map.of("grpc-encoding", "gzip"))
                        .grpcStatus())
                .isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a\u0085b", "a\uffffb", "a\nb"})
    void a_text_that_some_transport_cannot_carry_is_refused(String username) {
        assertThat(call(FIND_USER, message(find(username)), Map.of()).grpcStatus())
                .isEqualTo("3");
    }

    @Test
    void a_caller_that_resets_its_call_is_no_fault_of_ours() {
        for (int i = 0; i < 20; i++) {
            request(HttpMethod.POST, FIND_USER, Map.of())
                    .compose(request -> request.sendHead().map(request))
                    .onSuccess(request -> request.exceptionHandler(reset -> {}).reset(8))
                    .await();
        }

        assertThat(call(FIND_USER, message(find("ada")), Map.of()).grpcStatus()).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/grpc+xml", "application/grpcx"})
    void what_is_no_grpc_is_an_http_problem(String type) {
        var answer = send(FIND_USER, Buffer.buffer("{}"), Map.of("content-type", type));

        assertThat(answer.status).isEqualTo(415);
        assertThat(answer.body.toJsonObject().getString("code")).isEqualTo("unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"})
    void reflection_knows_the_services_and_the_error_types(String version) throws Exception {
        var questions = Buffer.buffer()
                .appendBuffer(message(ServerReflectionRequest.newBuilder()
                        .setListServices("*")
                        .build()
                        .toByteString()))
                .appendBuffer(message(ServerReflectionRequest.newBuilder()
                        .setFileContainingSymbol(ErrorInfo.getDescriptor().getFullName())
                        .build()
                        .toByteString()))
                .appendBuffer(message(ServerReflectionRequest.newBuilder()
                        .setFileContainingSymbol("profile.v1.ProfileService")
                        .build()
                        .toByteString()));

        var answer = call("/" + version + "/ServerReflectionInfo", questions, Map.of());

        assertThat(answer.grpcStatus()).isEqualTo("0");
        var answers = messages(answer.body);
        assertThat(answers).hasSize(3);
        assertThat(answers.get(0).getListServicesResponse().getServiceList())
                .extracting(each -> each.getName())
                .contains("profile.v1.ProfileService", "grpc.health.v1.Health", version);
        assertThat(answers.get(1).getFileDescriptorResponse().getFileDescriptorProtoCount())
                .isPositive();
        assertThat(answers.get(2).getFileDescriptorResponse().getFileDescriptorProtoCount())
                .isGreaterThan(1);
    }

    private static ByteString find(String username) {
        return FindUserRequest.newBuilder().setUsername(username).build().toByteString();
    }

    /** Frames a message: a byte of flags, its length, its bytes. */
    private static Buffer message(ByteString bytes) {
        return Buffer.buffer().appendByte((byte) 0).appendInt(bytes.size()).appendBytes(bytes.toByteArray());
    }

    private static List<ServerReflectionResponse> messages(Buffer body) throws Exception {
        var messages = new java.util.ArrayList<ServerReflectionResponse>();
        for (int at = 0; at < body.length(); at += 5 + body.getInt(at + 1)) {
            messages.add(ServerReflectionResponse.parseFrom(body.getBytes(at + 5, at + 5 + body.getInt(at + 1))));
        }
        return messages;
    }

    private static Answer call(String path, Buffer body, Map<String, String> headers) {
        return send(path, body, headers);
    }

    private static Answer send(String path, Buffer body, Map<String, String> headers) {
        return request(HttpMethod.POST, path, headers)
                .compose(request -> request.send(body).compose(GrpcRequestReadingIT::answer))
                .timeout(5, TimeUnit.SECONDS)
                .await();
    }

    private static Future<io.vertx.core.http.HttpClientRequest> request(
            HttpMethod method, String path, Map<String, String> headers) {
        return client.request(method, path).onSuccess(request -> {
            request.putHeader("content-type", "application/grpc")
                    .putHeader("te", "trailers")
                    .putHeader("authorization", "Bearer " + issuer.token("ada"));
            headers.forEach(request::putHeader);
        });
    }

    private static Future<Answer> answer(HttpClientResponse response) {
        return response.body().map(body -> {
            Map<String, String> headers = new java.util.HashMap<>();
            response.headers().forEach(headers::put);
            response.trailers().forEach(headers::put);
            return new Answer(response.statusCode(), headers, body);
        });
    }
}
