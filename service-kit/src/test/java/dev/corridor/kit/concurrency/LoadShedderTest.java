package dev.corridor.kit.concurrency;

import static dev.corridor.kit.testing.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.error.StandardError;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

/** Tests with a limit of two requests. */
class LoadShedderTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final LoadShedder admission = new LoadShedder(2, metrics);
    private final Promise<String> first = Promise.promise();
    private final Promise<String> second = Promise.promise();

    @Test
    void a_request_beyond_the_limit_is_refused_at_once() {
        admission.admit(first::future);
        admission.admit(second::future);

        assertProblem(StandardError.OVERLOADED, admission.admit(() -> {
            throw new AssertionError("worked on");
        }));
        assertThat(metrics.counter("corridor.requests.shed").count()).isEqualTo(1);
    }

    @Test
    void a_finished_request_makes_room_whatever_its_outcome() {
        admission.admit(first::future);
        admission.admit(second::future);
        first.fail("lost");

        assertThat(admission.admit(() -> Future.succeededFuture("third")).await())
                .isEqualTo("third");
    }

    @Test
    void work_that_throws_makes_room() {
        for (int request = 0; request < 3; request++) {
            admission.admit(() -> {
                throw new IllegalStateException("a fault of ours");
            });
        }

        assertThat(admission.admit(() -> Future.succeededFuture("next")).await())
                .isEqualTo("next");
    }
}
