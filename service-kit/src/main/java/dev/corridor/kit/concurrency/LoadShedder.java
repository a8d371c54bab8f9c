package dev.corridor.kit.concurrency;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.vertx.CallerContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Lets so many requests be worked on at a time. One more is refused at once, with words that say when to come again: to wait
 * would make it late, and everybody after it.
 */
public final class LoadShedder {
    private final int limit;
    private final Counter refused;
    private final AtomicInteger underWay = new AtomicInteger();

    /** @param limit requests at a time */
    public LoadShedder(int limit, MeterRegistry metrics) {
        this.limit = limit;
        this.refused = metrics.counter("corridor.requests.shed");
    }

    /** What {@code work} comes to, or overloaded. A request counts until its work is over, whoever still waits for it. */
    public <T> Future<T> admit(Supplier<Future<T>> work) {
        if (underWay.incrementAndGet() > limit) {
            underWay.decrementAndGet();
            refused.increment();
            return Future.failedFuture(
                    Problem.of(StandardError.OVERLOADED, "As many requests as can be are being worked on."));
        }
        return CallerContext.begin().compose(admitted -> work.get()).onComplete(over -> underWay.decrementAndGet());
    }
}
