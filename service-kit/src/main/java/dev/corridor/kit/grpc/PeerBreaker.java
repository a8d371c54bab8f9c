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
 * Circuit breaker for calls to one service. When half of the last twenty calls got no response, calls fail at once. After
 * a pause one probe is sent; its response closes the breaker. A refusal is a response.
 */
final class PeerBreaker {
    private static final Logger LOG = LoggerFactory.getLogger(PeerBreaker.class);
    private static final int WINDOW_CALLS = 20;
    private static final int MIN_CALLS = 10;
    private static final float MAX_FAILED_PERCENT = 50;
    private static final int PROBES = 1;

    private final String service;
    private final MeterRegistry metrics;
    private final CircuitBreaker breaker;
    private final Counter rejected;

    /** @param pause between opening and the first probe */
    PeerBreaker(String service, Duration pause, MeterRegistry metrics) {
        this.service = service;
        this.metrics = metrics;
        this.rejected = metrics.counter("corridor.rpc.breaker.rejected", "service", service);
        this.breaker = CircuitBreaker.of(
                service,
                CircuitBreakerConfig.custom()
                        .slidingWindow(WINDOW_CALLS, MIN_CALLS, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(MAX_FAILED_PERCENT)
                        .waitDurationInOpenState(pause)
                        .permittedNumberOfCallsInHalfOpenState(PROBES)
                        .recordException(PeerBreaker::isUnavailable)
                        .writableStackTraceEnabled(false)
                        .build());
        breaker.getEventPublisher().onStateTransition(change -> record(change.getStateTransition()));
    }

    /** Returns the outcome of {@code call}, or fails with unavailable without calling. */
    <T> Future<T> guard(Supplier<Future<T>> call) {
        if (!breaker.tryAcquirePermission()) {
            rejected.increment();
            return Future.failedFuture(
                    Problem.of(StandardError.UNAVAILABLE, "The " + service + " service has not answered for a while."));
        }
        long begun = System.nanoTime();
        return Future.succeededFuture()
                .compose(begins -> call.get())
                .onSuccess(answer -> breaker.onSuccess(System.nanoTime() - begun, TimeUnit.NANOSECONDS))
                .onFailure(failure -> breaker.onError(System.nanoTime() - begun, TimeUnit.NANOSECONDS, failure));
    }

    /** Whether no response came, or none in time. A code of the service's own shows that it is available. */
    private static boolean isUnavailable(Throwable failure) {
        return !(failure instanceof Problem problem)
                || problem.is(StandardError.UNAVAILABLE)
                || problem.is(StandardError.DEADLINE_EXCEEDED);
    }

    private void record(StateTransition change) {
        String state = change.getToState().name().toLowerCase(Locale.ROOT);
        metrics.counter("corridor.rpc.breaker.changes", "service", service, "state", state)
                .increment();
        LOG.atWarn().addKeyValue("service", service).addKeyValue("state", state).log("circuit breaker changes");
    }
}
