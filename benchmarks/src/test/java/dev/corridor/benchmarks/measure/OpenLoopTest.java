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
    void the_rate_decides_the_number_of_calls() {
        var sample = run(100, number -> Future.succeededFuture());

        assertThat(sample.calls()).isEqualTo(50);
        assertThat(sample.errors()).isZero();
    }

    @Test
    void a_stalled_server_is_charged_for_the_calls_that_were_due() {
        var nanoTime = new AtomicLong();
        Promise<Void> stalled = Promise.promise();
        var worker = new OpenLoop.Worker(vertx.getOrCreateContext(), 100, number -> {
            nanoTime.set(TimeUnit.MILLISECONDS.toNanos(400));
            if (number == 9) {
                stalled.complete();
            }
            return stalled.future();
        });

        var latenciesUs = new OpenLoop(vertx, List.of(worker), nanoTime::get)
                .run(Duration.ofMillis(100))
                .latenciesUs();

        // A call was due every 10 ms from the start, and all were answered after 400 ms.
        assertThat(latenciesUs.getTotalCount()).isEqualTo(10);
        assertThat(latenciesUs.valuesAreEquivalent(latenciesUs.getMinValue(), 310_000))
                .isTrue();
        assertThat(latenciesUs.valuesAreEquivalent(latenciesUs.getMaxValue(), 400_000))
                .isTrue();
    }

    @Test
    void failures_are_counted_separately() {
        var sample = run(100, number -> number == 3 ? Future.failedFuture("lost") : Future.succeededFuture());

        assertThat(sample.errors()).isEqualTo(1);
        assertThat(sample.firstFailure().orElse("")).contains("lost");
        assertThat(sample.calls()).isEqualTo(49);
    }

    private Sample run(double rate, LongFunction<Future<?>> call) {
        var worker = new OpenLoop.Worker(vertx.getOrCreateContext(), rate, call);
        // A clock that advances with each reading makes the calls due at once, without real time passing.
        var nanoTime = new AtomicLong();
        return new OpenLoop(vertx, List.of(worker), () -> nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(10)))
                .run(Duration.ofMillis(500));
    }
}
