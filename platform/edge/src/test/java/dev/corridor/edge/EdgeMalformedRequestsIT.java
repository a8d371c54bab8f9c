package dev.corridor.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.kit.testing.RawHttp;
import dev.corridor.profile.v1.GetUserRequest;
import io.grpc.Metadata;
import io.grpc.Status;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are not HTTP, exceed a limit, or could be understood in two ways. */
class EdgeMalformedRequestsIT {
    private static final String GET = "GET /api/profile/1.0.0/users HTTP/1.1\r\n";
    private static final String HOST = "Host: localhost\r\n";

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
    @CsvSource({
        "nonsense, 400, invalid_request",
        "GET /x HTTP/9.9|Host: x, 400, invalid_request",
        "GET /x HTTP/1.1|Host: x|Bad Header, 400, invalid_request",
        "GET /x HTTP/1.1|Host: x|: no name, 400, invalid_request",
        "GET /x HTTP/1.1|Host: x|Host: y, 400, invalid_request",
        "GET /x HTTP/1.1|Connection: close, 400, invalid_request",
        "POST /x HTTP/1.1|Host: x|Transfer-Encoding: gzip, 400, invalid_request",
        "'POST /x HTTP/1.1|Host: x|Transfer-Encoding: gzip, chunked', 400, invalid_request",
        "POST /x HTTP/1.1|Host: x|Content-Encoding: br, 415, unsupported_media_type",
        "POST /x HTTP/1.1|Host: x|Expect: a miracle, 417, expectation_failed",
    })
    void is_refused_with_a_problem_and_the_connection_is_closed(String head, int status, String code)
            throws IOException {
        assertRefused(head.replace("|", "\r\n") + "\r\n\r\n", status, code);
    }

    @Test
    void limits_of_request_line_and_headers_have_codes_of_their_own() throws IOException {
        assertRefused("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\n" + HOST + "\r\n", 414, "uri_too_long");
        assertRefused(GET + HOST + "X-Big: " + "x".repeat(9_000) + "\r\n\r\n", 431, "headers_too_large");
    }

    @Test
    void a_body_that_does_not_arrive_in_time_is_the_callers_fault() throws IOException {
        assertRefused(
                "POST /api/profile/1.0.0/users HTTP/1.1\r\n" + HOST + "Authorization: Bearer "
                        + edge.token("profile:read") + "\r\nContent-Length: 10\r\n\r\nhalf",
                408,
                "request_timeout");
    }

    @Test
    void metadata_that_is_too_large_is_refused_by_the_calls_own_status() {
        for (int bytes : new int[] {9_000, 20_000, 100_000}) {
            var large = new Metadata();
            large.put(Metadata.Key.of("x-big", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(bytes));
            try (var caller = new JavaGrpcCaller(edge.config.ports().http(), edge.token())) {
                var refused = caller.send(JavaGrpcCaller.GET_USER, GetUserRequest.getDefaultInstance(), large);

                assertThat(refused.await().status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                assertThat(caller.getUser("42").await().status()).isEqualTo(Status.OK);
            }
        }
    }

    /** Sends exactly these bytes and reads until the edge closes the connection. */
    private static void assertRefused(String request, int status, String code) throws IOException {
        String answer;
        try (var socket = RawHttp.open(edge.config.ports().http())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(answer).containsPattern("^HTTP/1.[01] " + status + " ").contains(ProblemResponse.MEDIA_TYPE);
        var problem = new JsonObject(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(problem.getString("code")).isEqualTo(code);
        assertThat(answer).contains(problem.getString("correlation_id"));
    }
}
