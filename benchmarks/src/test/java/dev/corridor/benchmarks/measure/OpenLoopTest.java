package dev.corridor.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void it_sends_as_many_calls_as_the_rate_says_whatever_is_answered() {
        var stretch = drive(100, number -> Future.succeededFuture());

        assertThat(stretch.calls()).isEqualTo(50);
        assertThat(stretch.errors()).isZero();
    }

    @Test
    void a_server_that_stands_still_is_charged_for_the_calls_that_were_due_meanwhile() {
        var nanoTime = new AtomicLong();
        Promise<Void> standstill = Promise.promise();
        var lane = new OpenLoop.Lane(vertx.getOrCreateContext(), 100, number -> {
            nanoTime.set(TimeUnit.MILLISECONDS.toNanos(400));
            if (number == 9) {
                standstill.complete();
            }
            return standstill.future();
        });

        var latenciesUs = new OpenLoop(vertx, List.of(lane), nanoTime::get)
                .drive(Duration.ofMillis(100))
                .latenciesUs();

        // One was due every 10 ms from the beginning on, and all were answered after 400 ms.
        assertThat(latenciesUs.getTotalCount()).isEqualTo(10);
        assertThat(latenciesUs.valuesAreEquivalent(latenciesUs.getMinValue(), 310_000))
                .isTrue();
        assertThat(latenciesUs.valuesAreEquivalent(latenciesUs.getMaxValue(), 400_000))
                .isTrue();
    }

    @Test
    void failures_are_counted_apart() {
        var stretch = drive(100, number -> number == 3 ? Future.failedFuture("lost") : Future.succeededFuture());

        assertThat(stretch.errors()).isEqualTo(1);
        assertThat(stretch.firstFailure().orElse("")).contains("lost");
        assertThat(stretch.calls()).isEqualTo(49);
    }

    private Sample drive(double rate, LongFunction<Future<?>> call) {
        var lane = new OpenLoop.Lane(vertx.getOrCreateContext(), rate, call);
        return new OpenLoop(vertx, List.of(lane)).drive(Duration.ofMillis(500));
    }
}
