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
 * Circuit breaker for calls to one address of a service. When half of the last twenty calls got no response, calls fail at once. After
 * a pause one probe is sent; its response closes the breaker. A refusal is a response.
 */
final class PeerBreaker {
    private static final Logger LOG = LoggerFactory.getLogger(PeerBreaker.class);
    private static final int WINDOW_CALLS = 20;
    private static final int MIN_CALLS = 10;
    private static final float MAX_FAILED_PERCENT = 50;
    private static final int PROBES = 1;

    private final String service;
    private final String address;
    private final MeterRegistry metrics;
    private final CircuitBreaker breaker;
    private final Counter rejected;

    /** @param pause between opening and the first probe */
    PeerBreaker(String service, String address, Duration pause, MeterRegistry metrics) {
        this.service = service;
        this.address = address;
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

    /** Whether a call may be sent; {@link #observe} follows. */
    boolean tryAcquire() {
        boolean acquired = breaker.tryAcquirePermission();
        if (!acquired) {
            rejected.increment();
        }
        return acquired;
    }

    /**
     * Returns the outcome of a call for which there is a permission, and counts it.
     *
     * @param weight how many requests the call carries
     */
    <T> Future<T> observe(int weight, Supplier<Future<T>> call) {
        long begun = System.nanoTime();
        return Future.succeededFuture().compose(begins -> call.get()).onComplete((answer, failure) -> {
            long tookNanos = System.nanoTime() - begun;
            for (int request = 0; request < weight; request++) {
                record(tookNanos, failure);
            }
        });
    }

    private void record(long tookNanos, Throwable failure) {
        if (failure == null) {
            breaker.onSuccess(tookNanos, TimeUnit.NANOSECONDS);
        } else {
            breaker.onError(tookNanos, TimeUnit.NANOSECONDS, failure);
        }
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
        LOG.atWarn()
                .addKeyValue("service", service)
                .addKeyValue("address", address)
                .addKeyValue("state", state)
                .log("circuit breaker changes");
    }
}
