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
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ClosedLoopTest {
    private static final Duration A_MOMENT = Duration.ofMillis(50);

    @Test
    void each_caller_has_one_call_under_way_at_a_time(Vertx vertx) {
        var underWay = new AtomicInteger();
        var most = new AtomicInteger();
        Set<Integer> callers = ConcurrentHashMap.newKeySet();

        var stretch = drive(vertx, 7, caller -> {
            callers.add(caller);
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            return later(vertx).onComplete(answer -> underWay.decrementAndGet());
        });

        assertThat(most).hasValue(7);
        assertThat(callers).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
        assertThat(stretch.calls()).isPositive();
    }

    @Test
    void failed_calls_are_counted_beside_the_answered_ones_and_the_first_is_kept(Vertx vertx) {
        var stretch = drive(
                vertx, 2, caller -> caller == 0 ? later(vertx) : Future.failedFuture(new IllegalStateException("no")));

        assertThat(stretch.calls()).isPositive();
        assertThat(stretch.errors()).isPositive();
        assertThat(stretch.firstFailure()).contains("java.lang.IllegalStateException: no");
    }

    @Test
    void an_answer_after_the_end_is_not_counted(Vertx vertx) {
        Promise<Void> late = Promise.promise();
        vertx.setTimer(A_MOMENT.multipliedBy(2).toMillis(), fired -> late.complete());

        var stretch = drive(vertx, 1, caller -> late.future());

        assertThat(stretch.calls()).isZero();
        assertThat(stretch.errors()).isZero();
    }

    @Test
    void event_loops_add_up(Vertx vertx) {
        var lane = new ClosedLoop.Lane(vertx.getOrCreateContext(), 1, caller -> later(vertx));

        var one = new ClosedLoop(List.of(lane)).drive(A_MOMENT);
        var both = one.beside(one);

        assertThat(both.calls()).isEqualTo(2 * one.calls());
        assertThat(both.length()).isEqualTo(A_MOMENT);
    }

    private static Sample drive(Vertx vertx, int callers, IntFunction<Future<?>> call) {
        return new ClosedLoop(List.of(new ClosedLoop.Lane(vertx.getOrCreateContext(), callers, call))).drive(A_MOMENT);
    }

    private static Future<Void> later(Vertx vertx) {
        Promise<Void> answer = Promise.promise();
        vertx.runOnContext(turn -> answer.complete());
        return answer.future();
    }
}
