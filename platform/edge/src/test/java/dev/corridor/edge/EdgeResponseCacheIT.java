package dev.corridor.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.kit.testing.HttpResult;
import dev.corridor.kit.value.HttpDate;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that the edge stores, as RFC 9111 says for a shared cache. */
class EdgeResponseCacheIT {
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

    @Test
    void a_fresh_response_is_given_again_with_its_age() {
        origin.counts("fresh", "cache-control", "public, max-age=60", "x-other", "kept");

        var first = get("fresh");
        edge.clock.advance(Duration.ofSeconds(7));
        var second = get("fresh");

        assertThat(first).satisfies(is("MISS", "call 1"));
        assertThat(second).satisfies(is("HIT", "call 1"));
        assertThat(first.headers().firstValue("age")).isEmpty();
        assertThat(second.headers().firstValue("age")).contains("7");
        assertThat(second.headers().firstValue("date"))
                .isPresent()
                .isEqualTo(first.headers().firstValue("date"));
        assertThat(second.headers().allValues("x-other")).containsExactly("kept");
        assertThat(second.headers().firstValue("x-correlation-id"))
                .isPresent()
                .isNotEqualTo(first.headers().firstValue("x-correlation-id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "public, max-age=10 | 9 | 10",
                "max-age=100, s-maxage=10 | 9 | 10",
                "public | 59 | 60",
                "max-age=10, max-age=100 | 9 | 10",
            })
    void a_response_is_fresh_as_long_as_the_service_or_else_the_configuration_says(
            String control, int fresh, int stale) {
        origin.counts("lifetime", "cache-control", control);
        get("lifetime?" + control.hashCode());
        edge.clock.advance(Duration.ofSeconds(fresh));
        assertThat(get("lifetime?" + control.hashCode())).satisfies(is("HIT", "call 1"));
        edge.clock.advance(Duration.ofSeconds(stale - fresh));
        assertThat(get("lifetime?" + control.hashCode())).satisfies(is("MISS", "call 2"));
    }

    @Test
    void expires_counts_where_there_is_no_cache_control_and_the_age_on_arrival_counts_too() {
        var now = edge.clock.instant();
        origin.counts("expires", "date", HttpDate.format(now), "expires", HttpDate.format(now.plusSeconds(20)));
        origin.counts("aged", "cache-control", "max-age=20", "age", "15");
        get("expires");
        get("aged");
        edge.clock.advance(Duration.ofSeconds(4));
        assertThat(get("expires")).satisfies(is("HIT", "call 1"));
        assertThat(get("aged").headers().firstValue("age")).contains("19");
        edge.clock.advance(Duration.ofSeconds(17));
        assertThat(get("expires")).satisfies(is("MISS", "call 2"));
        assertThat(get("aged")).satisfies(is("MISS", "call 2"));
    }

    @Test
    void a_stale_response_is_confirmed_by_its_etag() {
        origin.answers("confirmed", request -> {
            request.response().putHeader("cache-control", "max-age=10").putHeader("etag", "\"a\"");
            if ("\"a\"".equals(request.getHeader("if-none-match"))) {
                request.response()
                        .putHeader("x-confirmed", "yes")
                        .setStatusCode(304)
                        .end();
            } else {
                request.response().putHeader("content-type", "text/plain").end("whole");
            }
        });
        get("confirmed");
        edge.clock.advance(Duration.ofSeconds(11));

        var confirmed = get("confirmed");

        assertThat(confirmed).satisfies(is("REVALIDATED", "whole"));
        assertThat(confirmed.headers().firstValue("content-type")).contains("text/plain");
        assertThat(confirmed.headers().firstValue("x-confirmed")).contains("yes");
        assertThat(confirmed.headers().firstValue("age")).contains("0");
        assertThat(get("confirmed")).satisfies(is("HIT", "whole"));
        assertThat(origin.calls("confirmed")).isEqualTo(2);
    }

    @Test
    void a_response_that_says_no_cache_is_confirmed_for_each_request() {
        origin.answers("validated", request -> {
            boolean isKnown = request.headers().contains("if-none-match", "\"v\"", false);
            request.response()
                    .putHeader("cache-control", "no-cache")
                    .putHeader("etag", "\"v\"")
                    .setStatusCode(isKnown ? 304 : 200)
                    .end(isKnown ? "" : "whole");
        });

        assertThat(get("validated")).satisfies(is("MISS", "whole"));
        assertThat(get("validated")).satisfies(is("REVALIDATED", "whole"));
        assertThat(get("validated")).satisfies(is("REVALIDATED", "whole"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "W/\"a\"", "\"x\", \"a\"", "*"})
    void a_caller_who_has_the_response_already_is_answered_304(String tags) {
        origin.counts("known", "cache-control", "max-age=60", "etag", "\"a\"", "content-type", "text/plain");

        var first = edge.send(item("known?" + tags.hashCode()).header("if-none-match", tags));
        var second = edge.send(item("known?" + tags.hashCode()).header("if-none-match", tags));
        var other = edge.send(item("known?" + tags.hashCode()).header("if-none-match", "\"b\""));

        assertThat(first.status()).isEqualTo(304);
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.headers().firstValue("etag")).contains("\"a\"");
        assertThat(second.headers().firstValue("x-cache")).contains("HIT");
        assertThat(second.headers().map()).doesNotContainKey("content-type");
        assertThat(other).satisfies(is("HIT", "call 1"));
    }

    @Test
    void if_modified_since_is_answered_from_the_memory() {
        origin.counts("dated", "cache-control", "max-age=60", "last-modified", "Mon, 30 Nov 2026 10:00:00 GMT");
        get("dated");

        assertThat(edge.send(item("dated").header("if-modified-since", "Mon, 30 Nov 2026 10:00:00 GMT"))
                        .status())
                .isEqualTo(304);
        assertThat(edge.send(item("dated").header("if-modified-since", "Mon, 30 Nov 2026 09:59:59 GMT"))
                        .status())
                .isEqualTo(200);
        assertThat(origin.calls("dated")).isEqualTo(1);
    }

    @Test
    void head_is_answered_from_a_stored_get() {
        origin.counts("headed", "cache-control", "max-age=60");
        get("headed");

        var head = edge.send(item("headed").method("HEAD", BodyPublishers.noBody()));

        assertThat(head).satisfies(is("HIT", ""));
        assertThat(head.headers().firstValue("content-length")).contains("6");
        assertThat(origin.calls("headed")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | cache-control | no-store",
                "200 | cache-control | private",
                "200 | cache-control | max-age=60, PRIVATE=\"set-cookie\"",
                "200 | cache-control | max-age=0",
                "200 | cache-control | max-age=-5",
                "200 | cache-control | s-maxage=0, max-age=60",
                "200 | expires | 0",
                "200 | set-cookie | session=1",
                "200 | vary | *",
                "206 | cache-control | max-age=60",
                "302 | cache-control | max-age=60",
                "404 | cache-control | max-age=60",
                "500 | cache-control | max-age=60",
            })
    void a_response_that_must_not_be_stored_is_not(int status, String header, String value) {
        String name = "unstored?" + status + (header + value).hashCode();
        origin.answers("unstored", request -> request.response()
                .setStatusCode(status)
                .putHeader(header, value)
                .end("call " + origin.calls("unstored")));

        assertThat(get(name)).satisfies(is("MISS", "call 1"));
        assertThat(get(name)).satisfies(one -> {
            assertThat(one.body()).isEqualTo("call 2");
            assertThat(one.headers().firstValue("x-cache").orElse("")).isIn("MISS", "BYPASS");
            assertThat(one.status()).isEqualTo(status);
        });
    }

    @Test
    void a_missing_resource_is_stored_where_the_configuration_says_so() {
        origin.answers("missing", request -> request.response()
                .setStatusCode(404)
                .putHeader("cache-control", "max-age=60")
                .end("call " + origin.calls("missing")));
        String path = "/api/cached-errors/1.0.0/items/missing";

        assertThat(edge.send(edge.anonymous(path))).satisfies(is("MISS", "call 1"));
        var hit = edge.send(edge.anonymous(path));
        edge.clock.advance(Duration.ofSeconds(5));

        assertThat(hit).satisfies(is("HIT", "call 1"));
        assertThat(hit.status()).isEqualTo(404);
        assertThat(edge.send(edge.anonymous(path))).satisfies(is("MISS", "call 2"));
    }

    @Test
    void a_caller_can_ask_for_the_present_state_for_what_is_stored_only_and_for_no_trace() {
        origin.counts("asked", "cache-control", "max-age=60");

        var notStored = edge.send(item("asked").header("cache-control", "only-if-cached"));
        assertThat(notStored.status()).isEqualTo(504);
        assertThat(get("asked")).satisfies(is("MISS", "call 1"));
        assertThat(edge.send(item("asked").header("cache-control", "only-if-cached")))
                .satisfies(is("HIT", "call 1"));
        assertThat(edge.send(item("asked").header("cache-control", "no-cache"))).satisfies(is("MISS", "call 2"));
        assertThat(edge.send(item("asked").header("pragma", "no-cache"))).satisfies(is("MISS", "call 3"));
        edge.clock.advance(Duration.ofSeconds(5));
        assertThat(edge.send(item("asked").header("cache-control", "max-age=3")))
                .satisfies(is("MISS", "call 4"));
        assertThat(edge.send(item("asked").header("cache-control", "no-store"))).satisfies(is("BYPASS", "call 5"));
        assertThat(get("asked")).satisfies(is("HIT", "call 4"));
    }

    @Test
    void one_resource_is_stored_once_whatever_the_order_of_its_parameters_and_the_way_to_it() {
        origin.counts("canonical", "cache-control", "max-age=60");
        get("canonical?a=1&b=2&b=1");

        assertThat(get("canonical?b=2&a=1&b=1")).satisfies(is("HIT", "call 1"));
        assertThat(edge.send(edge.anonymous("/api/cached/items/canonical?b=2&b=1&&a=1")))
                .satisfies(is("HIT", "call 1"));
        assertThat(get("canonical?b=1&a=1&b=2")).satisfies(is("MISS", "call 2"));
    }

    @Test
    void a_change_removes_what_is_stored_and_a_refused_one_does_not() {
        origin.answers("changed", request -> request.response()
                .setStatusCode(request.headers().contains("x-refuse") ? 409 : 200)
                .putHeader("cache-control", "max-age=60")
                .end("call " + origin.calls("changed")));
        get("changed");

        edge.send(item("changed").PUT(BodyPublishers.ofString("x")).header("x-refuse", "1"));
        assertThat(get("changed")).satisfies(is("HIT", "call 1"));
        var change = edge.send(item("changed").PUT(BodyPublishers.ofString("x")));
        assertThat(change.status()).isEqualTo(200);
        assertThat(change.headers().firstValue("x-cache")).isEmpty();
        assertThat(get("changed")).satisfies(is("MISS", "call 4"));
    }

    @Test
    void what_was_fetched_before_a_change_is_not_stored_after_it() {
        var held = new AtomicReference<Runnable>();
        origin.answers("raced", request -> {
            request.response().putHeader("cache-control", "max-age=60");
            if (request.method().name().equals("GET") && origin.calls("raced") == 1) {
                held.set(() -> request.response().end("old"));
            } else {
                request.response().end("new");
            }
        });
        var early = async("raced");
        await().until(() -> held.get() != null);

        edge.send(item("raced").PUT(BodyPublishers.ofString("x")));
        var during = get("raced");
        edge.vertx.runOnContext(now -> held.get().run());

        assertThat(early.join().body()).isEqualTo("old");
        assertThat(during).satisfies(is("MISS", "new"));
        assertThat(get("raced").body()).isEqualTo("new");
    }

    @Test
    void requests_that_come_at_once_are_one_request_to_the_backend() {
        origin.answers(
                "crowded",
                request -> edge.vertx.setTimer(300, later -> request.response()
                        .putHeader("cache-control", "max-age=60")
                        .end("call " + origin.calls("crowded"))));

        var all = IntStream.range(0, 50).mapToObj(i -> async("crowded")).toList();

        assertThat(all).allSatisfy(one -> assertThat(one.join().body()).isEqualTo("call 1"));
        assertThat(origin.calls("crowded")).isEqualTo(1);
    }

    @Test
    void a_caller_who_leaves_takes_no_response_from_those_who_wait() {
        origin.answers(
                "left",
                request -> edge.vertx.setTimer(300, later -> request.response()
                        .putHeader("cache-control", "max-age=60")
                        .end("call " + origin.calls("left"))));
        var leaving = async("left");
        await().until(() -> origin.calls("left") == 1);

        leaving.cancel(true);

        assertThat(get("left").body()).isEqualTo("call 1");
    }

    @Test
    void an_operation_that_is_not_listed_has_no_cache() {
        var answer = edge.send(edge.anonymous("/api/cached/1.0.0/x"));

        assertThat(answer.headers().firstValue("x-cache")).isEmpty();
    }

    static Consumer<HttpResult> is(String status, String body) {
        return answer -> {
            assertThat(answer.headers().allValues("x-cache")).containsExactly(status);
            assertThat(answer.body()).isEqualTo(body);
        };
    }

    private static CompletableFuture<HttpResponse<String>> async(String name) {
        return edge.http.sendAsync(item(name).build(), BodyHandlers.ofString());
    }

    private static HttpResult get(String name) {
        return edge.send(item(name));
    }

    private static HttpRequest.Builder item(String name) {
        return edge.anonymous("/api/cached/1.0.0/items/" + name);
    }
}
