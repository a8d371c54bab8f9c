package dev.corridor.kit.concurrency;

import static dev.corridor.kit.testing.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.request.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests with a limit of two calls and a queue of three. */
class ConcurrencyLimiterTest {
    private static final long FOR_EVER_MS = 3_600_000;
    private static final long RESERVE_MS = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final LinkedBlockingQueue<Promise<String>> inFlight = new LinkedBlockingQueue<>();
    private final AtomicLong nanos = new AtomicLong();
    private ConcurrencyLimiter limiter;

    @BeforeEach
    void start() {
        limiter = limiter(FOR_EVER_MS);
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void calls_in_flight_are_bounded() {
        calls(5);

        assertThat(inFlight).hasSize(2);
    }

    @Test
    void queued_calls_are_sent_in_order() throws InterruptedException {
        var answers = calls(5);

        for (int number = 0; number < 5; number++) {
            inFlight.take().complete("answer " + number);
        }

        assertThat(Future.all(answers).await().<String>list())
                .containsExactly("answer 0", "answer 1", "answer 2", "answer 3", "answer 4");
    }

    @Test
    void a_failed_call_makes_room() throws InterruptedException {
        var answers = calls(3);

        inFlight.take().fail("lost");
        inFlight.take().complete("first");
        inFlight.take().complete("second");

        assertThat(answers.get(1).await()).isEqualTo("first");
        assertThat(answers.get(2).await()).isEqualTo("second");
    }

    @Test
    void a_call_that_throws_makes_room() {
        IntStream.range(0, 2)
                .forEach(number -> limiter.run(() -> {
                    throw new IllegalStateException("not sent");
                }));

        calls(1);

        assertThat(inFlight).hasSize(1);
    }

    @Test
    void a_call_beyond_the_queue_is_refused_at_once() {
        calls(5);

        assertProblem(StandardError.UNAVAILABLE, call());
    }

    @Test
    void a_call_that_queued_too_long_is_refused_and_never_sent() throws InterruptedException {
        limiter = limiter(1);
        var answers = calls(5);
        answers.subList(2, 5).forEach(late -> assertProblem(StandardError.UNAVAILABLE, late));

        inFlight.take().complete("first");
        inFlight.take().complete("second");
        calls(2);

        assertThat(inFlight).hasSize(2);
    }

    @Test
    void a_fast_service_gets_more_calls_up_to_a_bound() throws InterruptedException {
        limiter = learning();
        calls(20);

        answer(1);
        assertThat(inFlightAt(3)).isEqualTo(3);
        answer(6);
        assertThat(inFlightAt(4)).isEqualTo(4);
    }

    @Test
    void a_slow_service_gets_fewer_calls() throws InterruptedException {
        limiter = learning();
        calls(20);
        answer(6);
        assertThat(inFlightAt(4)).isEqualTo(4);

        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        answer(4);

        assertThat(inFlightAt(2)).isEqualTo(2);
    }

    @Test
    void a_call_without_time_to_queue_is_refused_at_once() {
        calls(2);
        Promise<String> late = Promise.promise();

        vertx.runOnContext(go -> {
            Deadline.begin(Duration.ofMillis(RESERVE_MS - 1));
            call().onComplete(late);
        });

        assertProblem(StandardError.UNAVAILABLE, late.future());
    }

    @Test
    void a_queued_call_keeps_its_own_correlation_id() throws InterruptedException {
        var ids = List.of("request-one", "request-two", "request-three");
        Queue<String> seen = new LinkedBlockingQueue<>();
        var answers = ids.stream().map(id -> correlated(id, seen)).toList();

        for (int number = 0; number < ids.size(); number++) {
            inFlight.take().complete("answer");
        }

        Future.all(answers).await();
        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
    }

    private ConcurrencyLimiter limiter(long waitMs) {
        return new ConcurrencyLimiter(
                vertx, "profile", new ConcurrencyLimiter.Limits(2, 2, 3, waitMs, RESERVE_MS), System::nanoTime);
    }

    /** Raises the limit from two to four. */
    private ConcurrencyLimiter learning() {
        return new ConcurrencyLimiter(
                vertx, "profile", new ConcurrencyLimiter.Limits(2, 4, 20, FOR_EVER_MS, RESERVE_MS), nanos::get);
    }

    private void answer(int count) throws InterruptedException {
        for (int number = 0; number < count; number++) {
            inFlight.take().complete("answer");
        }
    }

    /** Waits until that many calls are in flight. */
    private int inFlightAt(int expected) {
        return await().until(inFlight::size, size -> size == expected);
    }

    private List<Future<String>> calls(int count) {
        return IntStream.range(0, count).mapToObj(number -> call()).toList();
    }

    private Future<String> call() {
        return limiter.run(this::begin);
    }

    private Future<String> begin() {
        Promise<String> answer = Promise.promise();
        inFlight.add(answer);
        return answer.future();
    }

    private Future<String> correlated(String id, Queue<String> seen) {
        Promise<String> answered = Promise.promise();
        vertx.runOnContext(go -> {
            Correlation.begin(id);
            limiter.run(() -> {
                        seen.add(Correlation.current());
                        return begin();
                    })
                    .onComplete(answered);
        });
        return answered.future();
    }
}
