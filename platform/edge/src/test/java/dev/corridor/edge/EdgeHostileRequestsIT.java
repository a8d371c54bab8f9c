package dev.corridor.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.testing.RawHttp;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests of a hostile caller, as bytes on a socket: those that two programs would understand differently, and those that would
 * reach what is not exposed. The caller has a valid token.
 */
class EdgeHostileRequestsIT {
    private static final String SMUGGLED = "GET /api/profile/1.0.0/users/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");

    private static RunningEdge edge;

    @BeforeAll
    static void start() {
        edge = RunningEdge.start();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    /** The end of the body is read in two ways; whoever reads the other one finds a second request in it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5|Transfer-Encoding: chunked||0||",
                "Transfer-Encoding: chunked|Content-Length: 5||0||",
                "Content-Length: 0|Transfer-Encoding: chunked||0||",
                "Content-Length: 5|Content-Length: 6||hello",
                "Content-Length: 5|Content-Length: 5||hello",
                "Content-Length: 5, 5||hello",
                "Content-Length: +5||hello",
                "Content-Length: -1||hello",
                "Content-Length: 0x5||hello",
                "Content-Length: 5 5||hello",
                "Content-Length: 5;||hello",
                "Content-Length:||hello",
                "Content-Length: 99999999999999999999||hello",
                "Transfer-Encoding: xchunked||0||",
                "Transfer-Encoding : chunked||0||",
                "Transfer-Encoding: chunked, identity||0||",
                "Transfer-Encoding: identity, chunked||0||",
                "Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||",
                "Transfer-Encoding: chunked|Transfer-Encoding: identity||0||",
                "Transfer-Encoding: \u000bchunked||0||",
                "Transfer-Encoding: \"chunked\"||0||",
                "Transfer-Encoding: chunked;q=1||0||",
                "Transfer-Encoding:|Content-Length: 5||hello",
                "Transfer-Encoding: identity|Content-Length: 5||hello",
                "Transfer\u0000-Encoding: chunked||0||",
                "X: y\u0000z|Content-Length: 0||",
                "Transfer_Encoding: chunked|Content-Length : 5||hello",
            })
    void a_body_whose_end_is_ambiguous_is_refused_and_nothing_after_it_is_read(String rest) throws IOException {
        String answers = raw(
                ("POST /api/profile/1.0.0/users HTTP/1.1|Host: localhost|Authorization: Bearer " + token() + "|" + rest)
                                .replace("|", "\r\n")
                        + SMUGGLED);

        assertThat(ANSWER.matcher(answers).results().map(found -> found.group(1)))
                .as(answers)
                .containsExactly("400");
        assertThat(answers).contains("application/problem+json").doesNotContain("smuggled");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\n",
                "-1\r\nx\r\n0\r\n\r\n",
                "1\r\nxy\r\n0\r\n\r\n",
                "100000000000000000\r\n",
                "0x1\r\nx\r\n0\r\n\r\n",
                "1;a=b\nx\r\n0\r\n\r\n",
                "1\nx\n0\n\n",
                "1\rx\r\n0\r\n\r\n",
                "0\r\nbad trailer\r\n\r\n",
            })
    void a_broken_chunk_is_refused_and_nothing_after_it_is_read(String chunks) throws IOException {
        String answers = raw("POST /api/profile/1.0.0/users HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + token() + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + SMUGGLED);

        assertThat(ANSWER.matcher(answers).results().map(found -> found.group(1)))
                .as(answers)
                .containsExactly("400");
        assertThat(answers).contains("application/problem+json", "invalid_request");
    }

    @Test
    void chunk_extensions_and_trailers_do_not_reach_the_service() throws IOException {
        String answer = raw(
                "POST /api/profile/1.0.0/users HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                        + token() + "\r\nTransfer-Encoding: chunked\r\nTrailer: X-Forwarded-For\r\n\r\n"
                        + "5;extension=\"a\\\"b\"\r\nhello\r\n0;last\r\nX-Forwarded-For: 6.6.6.6\r\nX-JWT-Assertion: forged\r\n"
                        + "Content-Length: 99\r\n\r\n");

        var received = new JsonObject(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
        assertThat(received.getString("body")).isEqualTo("hello");
        assertThat(received.encode()).doesNotContain("6.6.6.6", "forged", "extension", "trailer");
        assertThat(received.getJsonObject("headers").getString("content-length"))
                .isEqualTo("5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/profile/1.0.0/metrics",
                "/api/profile/1.0.0/users/../metrics",
                "/api/profile/1.0.0/users/%2e%2e/metrics",
                "/api/profile/1.0.0/users/.%2E/metrics",
                "/api/profile/1.0.0/users/..%2fmetrics/x/y",
                "/api/profile/1.0.0/users/%252e%252e/metrics",
                "/api/profile/1.0.0/users/..;/metrics",
                "/api/profile/1.0.0/users/..;a=b/metrics",
                "/api/profile/1.0.0/;/metrics",
                "/api/profile/1.0.0/metrics;x",
                "/api/profile/1.0.0/METRICS",
                "/api/profile/1.0.0/metrics%00",
                "/api/profile/1.0.0/metrics%20",
                "/api/profile/1.0.0/metrics/",
                "/api/profile/1.0.0/%2fmetrics",
                "/api/profile/1.0.0//metrics",
                "/api/profile/1.0.0/./metrics",
                "/api/profile/1.0.0\\metrics",
                "/api/profile/1.0.0/users\\..\\metrics",
                "/api/profile/1.0.0/users/\\../metrics",
                "/api/profile/1.0.0/%c0%ae%c0%ae/metrics",
                "/api/profile/1.0.0/%e0%80%ae%e0%80%ae/metrics",
                "/api/profile/1.0.0/users/%uff0e%uff0e/metrics",
                "/api/profile/1.0.0/m%65trics",
                "/api/profile/1.0.0%2fmetrics",
                "/api/profile/1.0.0/metrics#",
                "/api/profile/1.0.0/metrics?",
                "/API/PROFILE/1.0.0/users",
                "/api/pages/1.0.0/open/../users",
                "/api/pages/1.0.0/../../profile/1.0.0/users",
                "//api/profile/1.0.0/metrics",
                "/api//profile/1.0.0/metrics",
                "/metrics",
                "http://localhost/api/profile/1.0.0/metrics",
                "http://localhost/api/profile/1.0.0/users/../metrics",
                "http://localhost\\@profile:8000/metrics",
                "http:///metrics",
                "profile:8000",
                "*",
                "/api/profile/1.0.0/\u0000/metrics",
                "/api/profile/1.0.0/users/\u00e9\u00ff/../metrics",
            })
    void a_path_does_not_reach_what_is_not_exposed(String target) throws IOException {
        for (String method : new String[] {"GET", "POST", "OPTIONS", "CONNECT", "TRACE"}) {
            String answer = raw(method + " " + target
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " + token()
                    + "\r\n\r\n");

            assertThat(answer).as(method).containsPattern("^HTTP/1.[01] (400|401|403|404|405) ");
            assertThat(answer).doesNotContain("\"uri\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%2fopen",
                "open%2f..%2fusers",
                "%6fpen",
                "open;users",
                "OPEN",
                "open%00",
                "open/users",
                "open%3f"
            })
    void a_path_like_that_of_a_public_operation_needs_a_token(String path) throws IOException {
        String answer =
                raw("GET /api/pages/1.0.0/" + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).containsPattern("^HTTP/1.1 (401|404) ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/profile/1.0.0/users HTTP/1.1|Host: localhost|X: a\rX-JWT-Assertion: forged||",
                "GET /api/profile/1.0.0/users HTTP/1.1| Host: localhost||",
                "GET /api/profile/1.0.0/users||",
                "GET /api/profile/1.0.0/users HTTP/1.1|Host: localhost\nX-JWT-Assertion: forged||",
                "GET /api/profile/1.0.0/users HTTP/1.1|Host: localhost|X: a\n X-JWT-Assertion: folded||",
                "GET /api/profile/1.0.0/users HTTP/1.1|Host: a, b||",
                "GET /api/profile/1.0.0/users HTTP/1.1|Host: a b||",
                "GET /api/profile/1.0.0/users HTTP/1.1|Host: a@b||",
                "GET /api/profile/1.0.0/users HTTP/1.1|Host: a/../b||",
                "GET /api/profile/1.0.0/users HTTP/1.1|Host: a\tb||",
                "GET /api/profile/1.0.0/users HTTP/1.1|Host: <script>||",
                "GET /api/profile/1.0.0/users HTTP/1.1|Host: a?b||",
            })
    void a_head_that_is_not_well_formed_is_refused(String head) throws IOException {
        String answer = raw(head.replace("||", "|Connection: close||").replace("|", "\r\n"));

        assertThat(answer).containsPattern("^HTTP/1.[01] 400 ").doesNotContain("forged");
    }

    /** Folded lines are read as RFC 9112 allows. They hide no header from the edge. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost\r\nX: a\r\n X-JWT-Assertion: folded\r\n\tTransfer-Encoding: chunked\r\n",
                "Host: localhost\r\nX-JWT-Assertion:\r\n forged\r\n",
                "Host: localhost\r\nX-JWT-Assertion: forged\r\nX-JWT-Assertion: forged\r\nx_jwt_assertion: forged\r\n",
                "Host: localhost\r\nConnection: X-JWT-Assertion\r\nX-JWT-Assertion: forged\r\n",
                "Host: localhost\r\nConnection: host, content-length, authorization-\r\nX-JWT-Assertion: forged\r\n",
            })
    void no_header_passes_unseen(String headers) throws IOException {
        String answer = raw("GET /api/profile/1.0.0/users HTTP/1.1\r\nAuthorization: Bearer " + token()
                + "\r\nConnection: close\r\n" + headers + "\r\n");

        var received = new JsonObject(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1))
                .getJsonObject("headers");
        assertThat(received.fieldNames()).doesNotContain("x-jwt-assertion", "x_jwt_assertion", "transfer-encoding");
        assertThat(received.encode()).doesNotContain("forged");
        assertThat(received.getString("x-forwarded-for")).isEqualTo("127.0.0.1");
    }

    private static String token() {
        return edge.token("profile:read");
    }

    /** Sends exactly these bytes and reads until the edge closes the connection. */
    private static String raw(String request) throws IOException {
        try (var socket = RawHttp.open(edge.config.ports().http())) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
