package dev.corridor.kit.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallerContextTest {
    private final Vertx vertx = Vertx.vertx();
    /** Contexts of two requests. */
    private final Context first = ((ContextInternal) vertx.getOrCreateContext()).duplicate();

    private final Context other = ((ContextInternal) vertx.getOrCreateContext()).duplicate();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_later_outcome_is_delivered_on_the_callers_context() {
        Promise<String> shared = Promise.promise();
        var called = contextAfter(() -> {
            var own = CallerContext.of(shared.future());
            other.runOnContext(later -> shared.complete("outcome"));
            return own;
        });

        assertThat(called.await()).isSameAs(first);
    }

    @Test
    void a_known_outcome_and_a_failure_are_delivered_on_the_callers_context() {
        assertThat(contextAfter(() -> CallerContext.of(Future.succeededFuture("outcome")))
                        .await())
                .isSameAs(first);
        assertThat(contextAfter(() -> CallerContext.of(Future.failedFuture("lost")))
                        .await())
                .isSameAs(first);
    }

    @Test
    void an_exception_of_one_listener_does_not_affect_others() {
        var asked = ((ContextInternal) first).<String>promise();
        Promise<Throwable> thrown = Promise.promise();
        first.exceptionHandler(thrown::complete);
        first.runOnContext(asking -> CallerContext.of(asked.future()).onComplete(answered -> {
            throw new IllegalStateException("no way to tell");
        }));
        Promise<String> called = Promise.promise();
        other.runOnContext(asking -> CallerContext.of(asked.future()).onComplete(called));
        first.runOnContext(later -> asked.complete("outcome"));

        assertThat(called.future().await()).isEqualTo("outcome");
        assertThat(thrown.future().await()).hasMessage("no way to tell");
    }

    @Test
    void a_future_composed_from_begin_completes_on_the_callers_context() {
        var called = contextAfter(() -> CallerContext.begin().compose(begun -> {
            Promise<String> elsewhere = Promise.promise();
            other.runOnContext(later -> elsewhere.complete("outcome"));
            return elsewhere.future();
        }));

        assertThat(called.await()).isSameAs(first);
    }

    @Test
    void a_timeout_runs_on_the_callers_context() {
        var late = contextAfter(() -> CallerContext.begin()
                .compose(begun -> Promise.promise().future())
                .timeout(1, TimeUnit.MILLISECONDS));

        assertThat(late.await()).isSameAs(first);
    }

    @Test
    void a_caller_without_a_context_gets_the_outcome_unchanged() {
        assertThat(CallerContext.of(Future.succeededFuture("outcome")).await()).isEqualTo("outcome");
        assertThat(CallerContext.begin().map("begun").await()).isEqualTo("begun");
    }

    /** The context on which a caller on the first context is called back. */
    private Future<Context> contextAfter(Supplier<Future<?>> ask) {
        Promise<Context> found = Promise.promise();
        first.runOnContext(asking -> ask.get().onComplete(answered -> found.complete(Vertx.currentContext())));
        return found.future();
    }
}
