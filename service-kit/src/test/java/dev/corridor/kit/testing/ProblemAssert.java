package dev.corridor.kit.testing;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Problem;
import io.vertx.core.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Assertions on the {@link Problem} that a call fails with. */
public final class ProblemAssert {
    private ProblemAssert() {}

    public static void assertProblem(ErrorCode code, ThrowingCallable work) {
        assertThatExceptionOfType(Problem.class).isThrownBy(work).matches(problem -> problem.is(code), code.code());
    }

    public static void assertProblem(ErrorCode code, Future<?> future) {
        assertProblem(code, () -> future.await());
    }
}
