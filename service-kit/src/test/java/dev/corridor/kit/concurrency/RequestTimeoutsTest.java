package dev.corridor.kit.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.vertx.RequestContexts;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestTimeoutsTest {
    private Vertx vertx;
    private Context loop;
    private RequestTimeouts soon;

    @BeforeEach
    void begin() {
        vertx = Vertx.vertx();
        loop = vertx.getOrCreateContext();
        soon = new RequestTimeouts(vertx, Duration.ofMillis(20));
    }

    @AfterEach
    void end() {
        vertx.close();
    }

    @Test
    void work_within_the_limit_keeps_its_outcome() {
        var limit = new RequestTimeouts(vertx, Duration.ofMinutes(10));

        assertThat(onLoop(() -> limit.of(aTurnLater("answer")))).isEqualTo("answer");
        assertThat(onLoop(() -> limit.of(Future.succeededFuture("at once")))).isEqualTo("at once");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> onLoop(() -> limit.of(
                        aTurnLater("").compose(done -> Future.failedFuture(new IllegalStateException("refused"))))))
                .withMessage("refused");
    }

    @Test
    void work_beyond_the_limit_times_out_and_its_late_result_is_ignored() {
        Promise<String> late = Promise.promise();

        var given = onLoop(() -> isTooLate(late.future()).onSuccess(over -> late.complete("answer")));

        assertThat(given).isTrue();
    }

    @Test
    void after_an_idle_time_the_next_request_times_out_too() {
        assertThat(onLoop(() -> isTooLate(never()))).isTrue();
        assertThat(onLoop(() -> isTooLate(never()))).isTrue();
    }

    @Test
    void a_hanging_request_does_not_delay_others() {
        var outcomes = onLoop(() -> {
            var before = soon.of(aTurnLater("before"));
            var hangs = isTooLate(never());
            var behind = soon.of(aTurnLater("behind"));
            var hangsToo = isTooLate(never());
            return Future.all(before, hangs, behind, hangsToo);
        });

        assertThat(outcomes.<Object>list()).containsExactly("before", true, "behind", true);
    }

    @Test
    void each_request_times_out_on_its_own_context() {
        var first = idAfterwards("the-first-request");
        var second = idAfterwards("the-second-request");

        assertThat(first.await()).isEqualTo("the-first-request");
        assertThat(second.await()).isEqualTo("the-second-request");
    }

    private Future<String> idAfterwards(String id) {
        return onOwnContext(() -> {
            Correlation.begin(id);
            return isTooLate(never()).map(over -> Correlation.current());
        });
    }

    private Future<Boolean> isTooLate(Future<String> work) {
        return soon.of(work).transform(outcome -> Future.succeededFuture(outcome.cause() instanceof TimeoutException));
    }

    private static Future<String> never() {
        return Promise.<String>promise().future();
    }

    private Future<String> aTurnLater(String answer) {
        Promise<String> later = Promise.promise();
        vertx.runOnContext(next -> later.complete(answer));
        return later.future();
    }

    private <T> T onLoop(Supplier<Future<T>> work) {
        return onOwnContext(work).await();
    }

    private <T> Future<T> onOwnContext(Supplier<Future<T>> work) {
        Promise<T> outcome = Promise.promise();
        RequestContexts.onLoopOf(loop).runOnContext(turn -> work.get().onComplete(outcome));
        return outcome.future();
    }
}
