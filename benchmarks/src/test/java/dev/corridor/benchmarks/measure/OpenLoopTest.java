package dev.corridor.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
        var standstill = vertx.timer(400, TimeUnit.MILLISECONDS);

        var stretch = drive(100, number -> standstill);

        // Those due in its first moments waited nearly all of its 400 ms.
        assertThat(stretch.latenciesUs().getValueAtPercentile(90)).isGreaterThan(300_000);
    }

    @Test
    void failures_are_counted_apart() {
        var stretch = drive(100, number -> number == 3 ? Future.failedFuture("lost") : Future.succeededFuture());

        assertThat(stretch.errors()).isEqualTo(1);
        assertThat(stretch.firstFailure().orElse("")).contains("lost");
        assertThat(stretch.calls()).isEqualTo(49);
    }

    private Stretch drive(double rate, java.util.function.LongFunction<Future<?>> call) {
        var lane = new OpenLoop.Lane(vertx.getOrCreateContext(), rate, call);
        return new OpenLoop(vertx, List.of(lane)).drive(Duration.ofMillis(500));
    }
}
