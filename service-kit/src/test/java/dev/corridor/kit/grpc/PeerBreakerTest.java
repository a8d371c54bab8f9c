package dev.corridor.kit.grpc;

import static dev.corridor.kit.testing.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeerBreakerTest {
    private static final Duration FOR_EVER = Duration.ofHours(1);
    private static final Duration NO_TIME = Duration.ofMillis(1);
    private static final int ENOUGH = 20;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AtomicInteger called = new AtomicInteger();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void calls_fail_at_once_while_the_breaker_is_open() {
        var breaker = breaker(FOR_EVER);
        fail(breaker, new TimeoutException());
        int before = called.get();

        assertProblem(StandardError.UNAVAILABLE, answered(breaker));

        assertThat(called).hasValue(before);
        assertThat(changes("open")).isEqualTo(1);
    }

    @Test
    void a_refusal_does_not_open_the_breaker() {
        var breaker = breaker(FOR_EVER);
        fail(breaker, Problem.of(StandardError.AMOUNT_INVALID, "No."));
        fail(breaker, Problem.of(StandardError.OVERLOADED, "Not now."));

        assertThat(answered(breaker).await()).isEqualTo("answer");
    }

    @Test
    void a_few_lost_calls_do_not_open_the_breaker() {
        var breaker = breaker(FOR_EVER);
        for (int call = 0; call < 10; call++) {
            answered(breaker);
            answered(breaker);
            lost(breaker, new TimeoutException());
        }

        assertThat(answered(breaker).await()).isEqualTo("answer");
    }

    @Test
    void a_successful_probe_closes_the_breaker() {
        var breaker = breaker(NO_TIME);
        fail(breaker, Problem.of(StandardError.UNAVAILABLE, "Away."));

        await().atMost(ONE_MINUTE).until(() -> answered(breaker).succeeded());

        IntStream.range(0, ENOUGH)
                .forEach(call -> assertThat(answered(breaker).await()).isEqualTo("answer"));
        assertThat(changes("closed")).isEqualTo(1);
    }

    @Test
    void only_one_probe_is_sent_at_a_time() {
        var breaker = breaker(NO_TIME);
        fail(breaker, Problem.of(StandardError.UNAVAILABLE, "Away."));
        Promise<String> slow = Promise.promise();
        await().atMost(ONE_MINUTE).until(() -> {
            int before = called.get();
            guarded(breaker, () -> {
                called.incrementAndGet();
                return slow.future();
            });
            return called.get() > before;
        });

        assertProblem(StandardError.UNAVAILABLE, answered(breaker));

        slow.complete("at last");
        assertThat(answered(breaker).await()).isEqualTo("answer");
    }

    private PeerBreaker breaker(Duration pause) {
        return new PeerBreaker("profile", "profile:1", pause, metrics);
    }

    private void fail(PeerBreaker breaker, Throwable failure) {
        IntStream.range(0, ENOUGH).forEach(call -> lost(breaker, failure));
    }

    private Future<String> lost(PeerBreaker breaker, Throwable failure) {
        return guarded(breaker, () -> {
            called.incrementAndGet();
            return Future.failedFuture(failure);
        });
    }

    private static Future<String> guarded(PeerBreaker breaker, Supplier<Future<String>> call) {
        return breaker.tryAcquire()
                ? breaker.observe(1, call)
                : Future.failedFuture(Problem.of(StandardError.UNAVAILABLE, "Not sent."));
    }

    private Future<String> answered(PeerBreaker breaker) {
        return guarded(breaker, () -> {
            called.incrementAndGet();
            return Future.succeededFuture("answer");
        });
    }

    private double changes(String state) {
        return metrics.counter("corridor.rpc.breaker.changes", "service", "profile", "state", state)
                .count();
    }
}
