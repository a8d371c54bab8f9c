package dev.corridor.edge;

import static dev.corridor.edge.EdgeResponseCacheIT.is;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.kit.testing.HttpResult;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile callers who try to change, read or exhaust what the edge stores for others. */
class EdgeCachePoisoningIT {
    private static final Pattern STORED_BYTES = Pattern.compile("corridor_edge_cache_bytes ([0-9.E]+)");
    private static RunningEdge edge;
    private static CacheOrigin origin;

    @BeforeAll
    static void start() {
        edge = RunningEdge.start();
        origin = edge.backend.cached();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    /** A backend that believes every header. */
    private static void echo(HttpServerRequest request) {
        var seen = new StringBuilder(request.uri());
        request.headers().forEach(header -> seen.append('\n').append(header));
        request.response().putHeader("cache-control", "public, max-age=60").end(seen.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-Host",
                "X-Forwarded-Scheme",
                "X-Host",
                "X-Original-URL",
                "Forwarded",
                "Origin",
                "Referer",
                "Cookie",
                "Authorization",
                "X-JWT-Assertion",
                "User-Agent",
                "If-None-Match",
                "Range",
                "X-Whatever",
            })
    void a_header_of_one_caller_does_not_change_what_others_get(String header) {
        origin.answers("echoed", EdgeCachePoisoningIT::echo);
        String path = "echoed?" + header;

        edge.send(item(path).header(header, "evil"));
        var victim = get(path);

        assertThat(victim.body()).startsWith("/cache/items/echoed").doesNotContain("evil");
        assertThat(origin.calls("echoed")).isEqualTo(1);
    }

    @Test
    void the_host_of_one_caller_does_not_reach_others() throws IOException {
        origin.answers("hosted", EdgeCachePoisoningIT::echo);
        try (var socket = new Socket("127.0.0.1", edge.config.ports().http())) {
            socket.getOutputStream()
                    .write(
                            "GET /api/cached/1.0.0/items/hosted HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200");
        }

        assertThat(get("hosted").body()).doesNotContain("evil");
    }

    @Test
    void representations_are_kept_apart_though_the_backend_says_no_vary() {
        origin.answers("formats", request -> request.response()
                .putHeader("cache-control", "max-age=60")
                .end("as " + request.getHeader("accept")));
        origin.answers("encoded", request -> {
            String encoding = request.getHeader("accept-encoding");
            if (encoding != null) {
                request.response().putHeader("content-encoding", encoding);
            }
            request.response().putHeader("cache-control", "max-age=60").end("as " + encoding);
        });

        assertThat(edge.send(item("formats").header("accept", "text/csv"))).satisfies(is("MISS", "as text/csv"));
        assertThat(edge.send(item("formats").header("accept", "application/json")))
                .satisfies(is("MISS", "as application/json"));
        assertThat(edge.send(item("formats").header("accept", "text/csv"))).satisfies(is("HIT", "as text/csv"));
        assertThat(edge.send(item("encoded").header("accept-encoding", "br"))).satisfies(is("MISS", "as br"));
        assertThat(get("encoded")).satisfies(is("MISS", "as null"));
        assertThat(edge.send(item("encoded").header("accept-encoding", "br"))).satisfies(is("HIT", "as br"));
    }

    @Test
    void a_response_that_varies_is_given_to_equal_requests_only() {
        origin.answers("varied", request -> request.response()
                .putHeader("cache-control", "max-age=60")
                .putHeader("vary", "Accept-Language, X-Tenant")
                .end(request.getHeader("accept-language") + " " + request.getHeader("x-tenant")));

        assertThat(edge.send(item("varied").header("accept-language", "de"))).satisfies(is("MISS", "de null"));
        assertThat(edge.send(item("varied").header("accept-language", "fr"))).satisfies(is("MISS", "fr null"));
        assertThat(edge.send(item("varied").header("accept-language", "de"))).satisfies(is("HIT", "de null"));
        // The cache asks without this header, so the request passes as it is.
        assertThat(edge.send(item("varied").headers("accept-language", "de", "x-tenant", "acme")))
                .satisfies(is("MISS", "de acme"));
        assertThat(edge.send(item("varied").header("accept-language", "de"))).satisfies(is("HIT", "de null"));
    }

    @Test
    void private_responses_of_two_users_are_never_mixed() {
        origin.answers("personal", request -> request.response()
                .putHeader(
                        "cache-control",
                        request.headers().contains("authorization") ? "private, max-age=60" : "private")
                .end("for " + request.getHeader("authorization")));

        for (int round = 0; round < 3; round++) {
            assertThat(edge.send(item("personal").header("authorization", "Bearer ada"))
                            .body())
                    .isEqualTo("for Bearer ada");
            assertThat(edge.send(item("personal").header("authorization", "Bearer bob"))
                            .body())
                    .isEqualTo("for Bearer bob");
            assertThat(get("personal").body()).isEqualTo("for null");
        }
    }

    @Test
    void a_cookie_is_given_to_the_caller_who_asked_and_to_nobody_else() {
        origin.answers("cookies", request -> request.response()
                .putHeader("cache-control", "public, max-age=60")
                .putHeader("set-cookie", "session=" + origin.calls("cookies"))
                .end("call " + origin.calls("cookies")));

        assertThat(get("cookies").headers().allValues("set-cookie")).containsExactly("session=1");
        assertThat(get("cookies").headers().allValues("set-cookie")).containsExactly("session=2");
    }

    @Test
    void the_origin_of_one_page_is_not_told_to_another() {
        origin.counts("pages", "cache-control", "max-age=60", "access-control-allow-origin", "https://evil.example");

        var page = edge.send(item("pages").header("origin", "https://app.example"));
        var evil = edge.send(item("pages").header("origin", "https://evil.example"));
        var again = edge.send(item("pages").header("origin", "https://app.example"));

        assertThat(page.headers().allValues("access-control-allow-origin")).containsExactly("https://app.example");
        assertThat(evil).satisfies(is("HIT", "call 1"));
        assertThat(evil.headers().map()).doesNotContainKey("access-control-allow-origin");
        assertThat(again.headers().allValues("access-control-allow-origin")).containsExactly("https://app.example");
        assertThat(again.headers().allValues("vary")).contains("Origin");
    }

    @Test
    void a_part_is_neither_stored_nor_taken_for_the_whole() {
        origin.answers("ranged", request -> {
            boolean isPart = request.headers().contains("range");
            request.response()
                    .setStatusCode(isPart ? 206 : 200)
                    .putHeader("cache-control", "max-age=60")
                    .end(isPart ? "part" : "the whole");
        });

        var ranged = edge.send(item("ranged").header("range", "bytes=0-3"));

        assertThat(ranged.status()).isEqualTo(200);
        assertThat(ranged.body()).isEqualTo("the whole");
        assertThat(get("ranged")).satisfies(is("HIT", "the whole"));
    }

    @Test
    void a_huge_response_passes_whole_and_is_not_stored() {
        String huge = "x".repeat(200_000);
        origin.answers("huge", request -> request.response()
                .putHeader("cache-control", "max-age=60")
                .end(huge));

        for (int i = 0; i < 3; i++) {
            var answer = get("huge");
            assertThat(answer.body()).isEqualTo(huge);
            assertThat(answer.headers().firstValue("x-cache").orElse("")).isIn("MISS", "BYPASS");
        }
    }

    @Test
    void many_questions_take_no_more_memory_than_the_bound() {
        origin.answers("many", request -> request.response()
                .putHeader("cache-control", "max-age=60")
                .end("x".repeat(2_000)));

        for (int i = 0; i < 500; i++) {
            assertThat(get("many?q=" + i).status()).isEqualTo(200);
        }

        assertThat(storedBytes()).isPositive().isLessThanOrEqualTo(256 * 1024.0);
    }

    @Test
    void callers_who_do_not_read_hold_no_more_memory_than_the_bound() throws IOException {
        origin.answers("unread", request -> request.response()
                .putHeader("cache-control", "max-age=60")
                .end("x".repeat(60_000)));
        get("unread");
        var idle = new ArrayList<Socket>();
        for (int i = 0; i < 8; i++) {
            idle.add(requestWithoutReading("/api/cached/1.0.0/items/unread"));
        }

        await().until(() -> status("unread").equals("BYPASS"));
        assertThat(get("unread").body()).hasSize(60_000);
        for (Socket socket : idle) {
            socket.close();
        }
        await().until(() -> status("unread").equals("HIT"));
    }

    /** Sends so many requests that their responses fill the buffers of the connection. */
    private static Socket requestWithoutReading(String path) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("127.0.0.1", edge.config.ports().http()));
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n")
                        .repeat(150)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String status(String name) {
        return get(name).headers().firstValue("x-cache").orElse("");
    }

    @Test
    void many_formats_of_one_resource_keep_its_newest_ones() {
        origin.answers("variants", request -> request.response()
                .putHeader("cache-control", "max-age=60")
                .end("as " + request.getHeader("accept")));

        for (int i = 0; i < 40; i++) {
            edge.send(item("variants").header("accept", "text/v" + i));
        }

        assertThat(edge.send(item("variants").header("accept", "text/v39"))).satisfies(is("HIT", "as text/v39"));
        assertThat(edge.send(item("variants").header("accept", "text/v0"))).satisfies(is("MISS", "as text/v0"));
    }

    @Test
    void a_refusal_of_one_format_does_not_switch_the_cache_off_for_another() {
        origin.answers("refusing", request -> {
            boolean isWrong = "application/xml".equals(request.getHeader("accept"));
            request.response()
                    .setStatusCode(isWrong ? 406 : 200)
                    .putHeader("cache-control", "max-age=60")
                    .end("call " + origin.calls("refusing"));
        });
        get("refusing");

        assertThat(edge.send(item("refusing").header("accept", "application/xml"))
                        .status())
                .isEqualTo(406);

        assertThat(get("refusing").headers().firstValue("x-cache")).contains("HIT");
    }

    @Test
    void a_backend_that_breaks_off_leaves_nothing_behind() {
        origin.answers("broken", request -> {
            if (origin.calls("broken") <= 2) {
                request.response().putHeader("cache-control", "max-age=60").putHeader("content-length", "100");
                request.response().write("half").onComplete(written -> request.connection()
                        .close());
            } else {
                request.response().putHeader("cache-control", "max-age=60").end("whole");
            }
        });

        assertThat(get("broken").status()).isEqualTo(503);
        assertThat(get("broken")).satisfies(is("MISS", "whole"));
    }

    private static double storedBytes() {
        var metrics = edge.send(HttpRequest.newBuilder(edge.consoleUrl("/metrics"))
                .header("authorization", "Bearer " + edge.token("metrics:read")));
        var line = STORED_BYTES.matcher(metrics.body());
        assertThat(line.find()).isTrue();
        return Double.parseDouble(line.group(1));
    }

    private static HttpResult get(String name) {
        return edge.send(item(name));
    }

    private static HttpRequest.Builder item(String name) {
        return edge.anonymous("/api/cached/1.0.0/items/" + name);
    }
}
