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
 * Bounds the requests in flight of one verticle. It refuses further requests at once, with Retry-After: if they queued,
 * they and all later requests would miss their deadlines.
 */
public final class LoadShedder {
    private final int limit;
    private final Counter shed;
    private final AtomicInteger inFlight = new AtomicInteger();

    /** @param limit requests in flight */
    public LoadShedder(int limit, MeterRegistry metrics) {
        this.limit = limit;
        this.shed = metrics.counter("corridor.requests.shed");
    }

    /**
     * Returns the outcome of {@code work}, or fails with overloaded. A request counts until its work ends, even if its
     * caller has left.
     */
    public <T> Future<T> admit(Supplier<Future<T>> work) {
        if (inFlight.incrementAndGet() > limit) {
            inFlight.decrementAndGet();
            shed.increment();
            return Future.failedFuture(Problem.of(StandardError.OVERLOADED, "Too many requests are in flight."));
        }
        return CallerContext.begin().compose(admitted -> work.get()).onComplete(over -> inFlight.decrementAndGet());
    }
}
