package dev.corridor.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.GetUserResponse;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** gRPC-Web through the edge, whose messages and trailers are frames of the body, with the JDK's HTTP client. */
class EdgeGrpcWebIT {
    private static final String GET_USER = "/grpc/profile/1.0.0/profile.v1.ProfileService/GetUser";
    private static final int HEADER_BYTES = 5;
    private static final int TRAILERS = 0x80;

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
    @EnumSource(Version.class)
    void a_call_passes_with_its_message_and_trailers(Version version) throws Exception {
        var answer = call(version, edge.token(), "42");

        var body = ByteBuffer.wrap(answer.body());
        assertThat(body.get()).isZero();
        byte[] message = new byte[body.getInt()];
        body.get(message);
        assertThat(GetUserResponse.parseFrom(message).getUser().getUserId()).isEqualTo("42");
        assertThat(trailers(body)).contains("grpc-status:0");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void a_status_of_the_service_passes(Version version) throws Exception {
        var answer = call(version, edge.token(), "");

        String status = answer.headers().firstValue("grpc-status").orElse("");
        assertThat(status.isEmpty() ? trailers(ByteBuffer.wrap(answer.body())) : "grpc-status:" + status)
                .contains("grpc-status:5");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void a_refusal_of_the_edge_is_a_status_of_grpc(Version version) throws Exception {
        var answer = call(version, "forged", "42");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("grpc-status")).hasValue("16");
    }

    private static String trailers(ByteBuffer frames) {
        assertThat(Byte.toUnsignedInt(frames.get())).isEqualTo(TRAILERS);
        byte[] text = new byte[frames.getInt()];
        frames.get(text);
        return new String(text, StandardCharsets.US_ASCII)
                .toLowerCase(Locale.ROOT)
                .replace(" ", "");
    }

    private static HttpResponse<byte[]> call(Version version, String token, String userId)
            throws IOException, InterruptedException {
        byte[] message = GetUserRequest.newBuilder().setUserId(userId).build().toByteArray();
        var frame = ByteBuffer.allocate(HEADER_BYTES + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message);
        var request = HttpRequest.newBuilder(edge.url(GET_USER))
                .version(version)
                .timeout(Duration.ofSeconds(20))
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/grpc-web+proto")
                .POST(BodyPublishers.ofByteArray(frame.array()))
                .build();
        return edge.http.send(request, BodyHandlers.ofByteArray());
    }
}
