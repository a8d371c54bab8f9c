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
    /** Of two requests on one event loop. */
    private final Context asker = ((ContextInternal) vertx.getOrCreateContext()).duplicate();

    private final Context other = ((ContextInternal) vertx.getOrCreateContext()).duplicate();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void an_outcome_that_comes_later_from_elsewhere_is_delivered_on_the_context_of_whoever_asked() {
        Promise<String> shared = Promise.promise();
        var told = contextAfter(() -> {
            var own = CallerContext.of(shared.future());
            other.runOnContext(later -> shared.complete("told"));
            return own;
        });

        assertThat(told.await()).isSameAs(asker);
    }

    @Test
    void so_is_one_that_is_known_and_one_that_is_bad() {
        assertThat(contextAfter(() -> CallerContext.of(Future.succeededFuture("told")))
                        .await())
                .isSameAs(asker);
        assertThat(contextAfter(() -> CallerContext.of(Future.failedFuture("lost")))
                        .await())
                .isSameAs(asker);
    }

    @Test
    void whoever_throws_when_answered_keeps_nobody_else_from_their_answer() {
        var asked = ((ContextInternal) asker).<String>promise();
        Promise<Throwable> thrown = Promise.promise();
        asker.exceptionHandler(thrown::complete);
        asker.runOnContext(asking -> CallerContext.of(asked.future()).onComplete(answered -> {
            throw new IllegalStateException("no way to tell");
        }));
        Promise<String> told = Promise.promise();
        other.runOnContext(asking -> CallerContext.of(asked.future()).onComplete(told));
        asker.runOnContext(later -> asked.complete("told"));

        assertThat(told.future().await()).isEqualTo("told");
        assertThat(thrown.future().await()).hasMessage("no way to tell");
    }

    @Test
    void what_is_composed_of_the_beginning_comes_back_from_elsewhere() {
        var told = contextAfter(() -> CallerContext.begin().compose(begun -> {
            Promise<String> elsewhere = Promise.promise();
            other.runOnContext(later -> elsewhere.complete("told"));
            return elsewhere.future();
        }));

        assertThat(told.await()).isSameAs(asker);
    }

    @Test
    void and_its_time_is_up_there() {
        var late = contextAfter(() -> CallerContext.begin()
                .compose(begun -> Promise.promise().future())
                .timeout(1, TimeUnit.MILLISECONDS));

        assertThat(late.await()).isSameAs(asker);
    }

    @Test
    void a_caller_outside_of_vertx_gets_the_outcome_as_it_is() {
        assertThat(CallerContext.of(Future.succeededFuture("told")).await()).isEqualTo("told");
        assertThat(CallerContext.begin().map("begun").await()).isEqualTo("begun");
    }

    /** Where somebody finds themselves who asks on the asker's context, once they are answered. */
    private Future<Context> contextAfter(Supplier<Future<?>> ask) {
        Promise<Context> found = Promise.promise();
        asker.runOnContext(asking -> ask.get().onComplete(answered -> found.complete(Vertx.currentContext())));
        return found.future();
    }
}
