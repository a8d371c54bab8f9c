package dev.corridor.benchmarks.measure;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Load of a fixed number of callers, each of which sends its next call when the previous one is answered. It finds the peak
 * throughput of a server. Its latencies are those of a saturated server.
 */
public final class ClosedLoop implements Load {
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);

    private final List<Worker> workers;
    private final LongSupplier nanoTime;

    /**
     * Callers of one event loop.
     *
     * @param itemsPerCall number of items that one call counts as; each has the latency of the call
     * @param call sends the next call of the caller with the given number; must not throw
     */
    public record Worker(Context context, int callers, int itemsPerCall, IntFunction<Future<?>> call) {
        /** Each call counts as one item. */
        public Worker(Context context, int callers, IntFunction<Future<?>> call) {
            this(context, callers, 1, call);
        }
    }

    public ClosedLoop(List<Worker> workers) {
        this(workers, System::nanoTime);
    }

    ClosedLoop(List<Worker> workers, LongSupplier nanoTime) {
        this.workers = List.copyOf(workers);
        this.nanoTime = nanoTime;
    }

    @Override
    public Sample run(Duration length) {
        var runs = workers.stream().map(worker -> new Run(worker, length)).toList();
        var samples = runs.stream().map(Run::start).toList();
        awaitAll(samples, length.plus(RESPONSE_TIMEOUT));
        return samples.stream().map(Future::result).reduce(Sample::merge).orElseThrow();
    }

    private static void awaitAll(List<Future<Sample>> samples, Duration bound) {
        try {
            Future.all(samples).await(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException timeout) {
            throw new MeasurementFailure("Some calls were not answered within " + RESPONSE_TIMEOUT.toSeconds() + " s.");
        }
    }

    /** One run of a worker, on the worker's event loop only. */
    private final class Run {
        private final Worker worker;
        private final Duration length;
        private final Promise<Sample> done = Promise.promise();
        private final Histogram latenciesUs = new Histogram(SIGNIFICANT_DIGITS);
        private long endsAtNanos;
        private int activeCallers;
        private long errors;
        private Optional<String> firstFailure = Optional.empty();

        Run(Worker worker, Duration length) {
            this.worker = worker;
            this.length = length;
        }

        Future<Sample> start() {
            worker.context().runOnContext(begin -> {
                endsAtNanos = nanoTime.getAsLong() + length.toNanos();
                activeCallers = worker.callers();
                for (int caller = 0; caller < worker.callers(); caller++) {
                    callNext(caller);
                }
            });
            return done.future();
        }

        private void callNext(int caller) {
            long sentAtNanos = nanoTime.getAsLong();
            if (sentAtNanos < endsAtNanos) {
                worker.call()
                        .apply(caller)
                        .onComplete(response -> answered(caller, sentAtNanos), failure -> failed(caller, failure));
            } else if (--activeCallers == 0) {
                done.complete(new Sample(length, latenciesUs, errors, firstFailure));
            }
        }

        private void answered(int caller, long sentAtNanos) {
            long nowNanos = nanoTime.getAsLong();
            // Responses after the end are not counted: part of their work falls outside the sample.
            if (nowNanos <= endsAtNanos) {
                latenciesUs.recordValueWithCount((nowNanos - sentAtNanos) / 1_000, worker.itemsPerCall());
            }
            callNext(caller);
        }

        /** Continues in a later turn of the event loop, because a call may fail at once and the stack would grow. */
        private void failed(int caller, Throwable failure) {
            errors++;
            firstFailure = firstFailure.or(() -> Optional.of(failure.toString()));
            worker.context().runOnContext(next -> callNext(caller));
        }
    }
}
