package dev.corridor.benchmarks.measure;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Load of a constant rate, whether or not earlier calls are answered, like that of independent callers. A latency counts from
 * the time at which the call was due, so that a server that stops answering is charged for the calls it delays (no coordinated
 * omission).
 */
public final class OpenLoop implements Load {
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final long TIMER_MS = 1;
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final List<Worker> workers;
    private final LongSupplier nanoTime;

    /**
     * Calls of one event loop.
     *
     * @param callsPerSecond at least 1
     * @param call sends the call with the given number, counted from 0; must not throw
     */
    public record Worker(Context context, double callsPerSecond, LongFunction<Future<?>> call) {}

    public OpenLoop(Vertx vertx, List<Worker> workers) {
        this(vertx, workers, System::nanoTime);
    }

    OpenLoop(Vertx vertx, List<Worker> workers, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.workers = List.copyOf(workers);
        this.nanoTime = nanoTime;
    }

    @Override
    public Sample run(Duration length) {
        var samples =
                workers.stream().map(worker -> new Run(worker, length).start()).toList();
        try {
            Future.all(samples).await(length.plus(RESPONSE_TIMEOUT).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException timeout) {
            throw new MeasurementFailure("Some calls were not answered within " + RESPONSE_TIMEOUT.toSeconds() + " s.");
        }
        return samples.stream().map(Future::result).reduce(Sample::merge).orElseThrow();
    }

    /** One run of a worker, on the worker's event loop only. */
    private final class Run {
        private final Worker worker;
        private final Duration length;
        private final long calls;
        private final Promise<Sample> done = Promise.promise();
        private final Histogram latenciesUs = new Histogram(SIGNIFICANT_DIGITS);
        private long startedAtNanos;
        private long sent;
        private long answered;
        private long errors;
        private Optional<String> firstFailure = Optional.empty();

        Run(Worker worker, Duration length) {
            this.worker = worker;
            this.length = length;
            this.calls = Math.max(1, (long) (worker.callsPerSecond() * length.toNanos() / 1e9));
        }

        Future<Sample> start() {
            worker.context().runOnContext(begin -> {
                startedAtNanos = nanoTime.getAsLong();
                vertx.setPeriodic(TIMER_MS, timer -> {
                    sendDue();
                    if (sent == calls) {
                        vertx.cancelTimer(timer);
                    }
                });
            });
            return done.future();
        }

        private void sendDue() {
            while (sent < calls && dueAtNanos(sent) <= nanoTime.getAsLong()) {
                long due = dueAtNanos(sent);
                worker.call().apply(sent++).onComplete(response -> answered(due), this::failed);
            }
        }

        private long dueAtNanos(long call) {
            return startedAtNanos + (long) (call * 1e9 / worker.callsPerSecond());
        }

        private void answered(long dueAtNanos) {
            latenciesUs.recordValue((nanoTime.getAsLong() - dueAtNanos) / 1_000);
            count();
        }

        private void failed(Throwable failure) {
            errors++;
            firstFailure = firstFailure.or(() -> Optional.of(failure.toString()));
            count();
        }

        private void count() {
            if (++answered == calls) {
                done.complete(new Sample(length, latenciesUs, errors, firstFailure));
            }
        }
    }
}
