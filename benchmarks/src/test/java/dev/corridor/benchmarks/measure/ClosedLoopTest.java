package dev.corridor.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The test's clock advances by one millisecond per response, so that a run has a fixed number of calls. */
@ExtendWith(VertxExtension.class)
class ClosedLoopTest {
    private static final Duration LENGTH = Duration.ofMillis(50);
    private static final Duration RESPONSE_TIME = Duration.ofMillis(1);

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void each_caller_has_one_call_in_flight(Vertx vertx) {
        var inFlight = new AtomicInteger();
        var most = new AtomicInteger();
        Set<Integer> callers = ConcurrentHashMap.newKeySet();

        var sample = run(vertx, 7, caller -> {
            callers.add(caller);
            most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            return respond(vertx).onComplete(response -> inFlight.decrementAndGet());
        });

        assertThat(most).hasValue(7);
        assertThat(callers).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
        assertThat(sample.calls()).isPositive();
    }

    @Test
    void failed_calls_are_counted_separately_and_the_first_is_reported(Vertx vertx) {
        var sample = run(
                vertx,
                2,
                caller -> caller == 0 ? respond(vertx) : Future.failedFuture(new IllegalStateException("no")));

        assertThat(sample.calls()).isPositive();
        assertThat(sample.errors()).isPositive();
        assertThat(sample.firstFailure()).contains("java.lang.IllegalStateException: no");
    }

    @Test
    void a_response_after_the_end_is_not_counted(Vertx vertx) {
        var sample = run(vertx, 1, caller -> {
            nanos.addAndGet(LENGTH.toNanos());
            return respond(vertx);
        });

        assertThat(sample.calls()).isZero();
        assertThat(sample.errors()).isZero();
    }

    @Test
    void samples_of_event_loops_are_merged(Vertx vertx) {
        var one = run(vertx, 1, caller -> respond(vertx));
        var both = one.merge(one);

        assertThat(both.calls()).isEqualTo(2 * one.calls());
        assertThat(both.length()).isEqualTo(LENGTH);
    }

    private Sample run(Vertx vertx, int callers, IntFunction<Future<?>> call) {
        var worker = new ClosedLoop.Worker(vertx.getOrCreateContext(), callers, call);
        return new ClosedLoop(List.of(worker), nanos::get).run(LENGTH);
    }

    private Future<Void> respond(Vertx vertx) {
        Promise<Void> response = Promise.promise();
        vertx.runOnContext(turn -> {
            nanos.addAndGet(RESPONSE_TIME.toNanos());
            response.complete();
        });
        return response.future();
    }
}
