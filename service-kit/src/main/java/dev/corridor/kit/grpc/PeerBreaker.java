package dev.corridor.kit.grpc;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps calls from a service that is away. When half of the last twenty were not answered, calls fail at once; after a pause one
 * is let through, and if it is answered the others follow. What a service refuses, it has answered.
 */
final class PeerBreaker {
    private static final Logger LOG = LoggerFactory.getLogger(PeerBreaker.class);
    private static final int WINDOW_CALLS = 20;
    private static final int LEAST_CALLS = 10;
    private static final float MOST_FAILED_PERCENT = 50;
    private static final int PROBES = 1;

    private final String service;
    private final MeterRegistry metrics;
    private final CircuitBreaker breaker;
    private final Counter kept;

    /** @param pause from when calls are kept to when one is let through */
    PeerBreaker(String service, Duration pause, MeterRegistry metrics) {
        this.service = service;
        this.metrics = metrics;
        this.kept = metrics.counter("corridor.rpc.breaker.rejected", "service", service);
        this.breaker = CircuitBreaker.of(
                service,
                CircuitBreakerConfig.custom()
                        .slidingWindow(WINDOW_CALLS, LEAST_CALLS, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(MOST_FAILED_PERCENT)
                        .waitDurationInOpenState(pause)
                        .permittedNumberOfCallsInHalfOpenState(PROBES)
                        .recordException(PeerBreaker::isAway)
                        .writableStackTraceEnabled(false)
                        .build());
        breaker.getEventPublisher().onStateTransition(change -> tell(change.getStateTransition()));
    }

    /** What {@code call} answers, or unavailable without calling. */
    <T> Future<T> guard(Supplier<Future<T>> call) {
        if (!breaker.tryAcquirePermission()) {
            kept.increment();
            return Future.failedFuture(
                    Problem.of(StandardError.UNAVAILABLE, "The " + service + " service has not answered for a while."));
        }
        long begun = System.nanoTime();
        return Future.succeededFuture()
                .compose(begins -> call.get())
                .onSuccess(answer -> breaker.onSuccess(System.nanoTime() - begun, TimeUnit.NANOSECONDS))
                .onFailure(failure -> breaker.onError(System.nanoTime() - begun, TimeUnit.NANOSECONDS, failure));
    }

    /** Nothing came, or nothing in time. A code of the service's own says that it is there. */
    private static boolean isAway(Throwable failure) {
        return !(failure instanceof Problem problem)
                || problem.is(StandardError.UNAVAILABLE)
                || problem.is(StandardError.DEADLINE_EXCEEDED);
    }

    private void tell(StateTransition change) {
        String state = change.getToState().name().toLowerCase(Locale.ROOT);
        metrics.counter("corridor.rpc.breaker.changes", "service", service, "state", state)
                .increment();
        LOG.atWarn().addKeyValue("service", service).addKeyValue("state", state).log("breaker changes");
    }
}
