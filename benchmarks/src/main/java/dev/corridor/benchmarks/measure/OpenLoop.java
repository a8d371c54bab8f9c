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
 * Calls at a steady rate, whether or not earlier ones are answered, as callers do who don't know of one another. A latency counts
 * from when the call was due: a server that stands still is not excused for the calls that nobody could send meanwhile (what Gil
 * Tene calls coordinated omission).
 */
public final class OpenLoop implements Load {
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final long TURN_MS = 1;
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final List<Lane> lanes;
    private final LongSupplier nanoTime;

    /**
     * The calls of one event loop.
     *
     * @param callsPerSecond at least 1
     * @param call sends the call with that number, counted from 0; must not throw
     */
    public record Lane(Context context, double callsPerSecond, LongFunction<Future<?>> call) {}

    public OpenLoop(Vertx vertx, List<Lane> lanes) {
        this(vertx, lanes, System::nanoTime);
    }

    OpenLoop(Vertx vertx, List<Lane> lanes, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.lanes = List.copyOf(lanes);
        this.nanoTime = nanoTime;
    }

    @Override
    public Sample drive(Duration length) {
        var stretches =
                lanes.stream().map(lane -> new Drive(lane, length).start()).toList();
        try {
            Future.all(stretches).await(length.plus(LAST_ANSWERS).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException unanswered) {
            throw new CallsFailed("Some calls were not answered within " + LAST_ANSWERS.toSeconds() + " s.");
        }
        return stretches.stream().map(Future::result).reduce(Sample::beside).orElseThrow();
    }

    /** One lane at work. Everything in it happens on the lane's event loop. */
    private final class Drive {
        private final Lane lane;
        private final Duration length;
        private final long calls;
        private final Promise<Sample> done = Promise.promise();
        private final Histogram latenciesUs = new Histogram(SIGNIFICANT_DIGITS);
        private long beganAtNanos;
        private long sent;
        private long answered;
        private long errors;
        private Optional<String> firstFailure = Optional.empty();

        Drive(Lane lane, Duration length) {
            this.lane = lane;
            this.length = length;
            this.calls = Math.max(1, (long) (lane.callsPerSecond() * length.toNanos() / 1e9));
        }

        Future<Sample> start() {
            lane.context().runOnContext(begin -> {
                beganAtNanos = nanoTime.getAsLong();
                vertx.setPeriodic(TURN_MS, timer -> {
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
                lane.call().apply(sent++).onComplete(answer -> answered(due), this::failed);
            }
        }

        private long dueAtNanos(long call) {
            return beganAtNanos + (long) (call * 1e9 / lane.callsPerSecond());
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
