package dev.corridor.kit;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Problem;
import io.vertx.core.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Says which problem something ends in. */
public final class ProblemAssert {
    private ProblemAssert() {}

    public static void assertProblem(ErrorCode code, ThrowingCallable work) {
        assertThatExceptionOfType(Problem.class).isThrownBy(work).matches(problem -> problem.is(code), code.code());
    }

    public static void assertProblem(ErrorCode code, Future<?> future) {
        assertProblem(code, () -> future.await());
    }
}
