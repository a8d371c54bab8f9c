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
import org.HdrHistogram.Histogram;

/**
 * A fixed number of callers, each sending its next call when its last one is answered. That finds the most a server can do;
 * its latencies are those of a server kept busy, not of one at ease.
 */
public final class ClosedLoop implements Load {
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(30);

    private final List<Lane> lanes;

    /**
     * The callers of one event loop.
     *
     * @param itemsACall what one call counts for; its latency is that of each of them
     * @param call sends the next call of the caller with that number; must not throw
     */
    public record Lane(Context context, int callers, int itemsACall, IntFunction<Future<?>> call) {
        /** Each call counts for one. */
        public Lane(Context context, int callers, IntFunction<Future<?>> call) {
            this(context, callers, 1, call);
        }
    }

    public ClosedLoop(List<Lane> lanes) {
        this.lanes = List.copyOf(lanes);
    }

    @Override
    public Sample drive(Duration length) {
        var drives = lanes.stream().map(lane -> new Drive(lane, length)).toList();
        var stretches = drives.stream().map(Drive::start).toList();
        awaitAll(stretches, length.plus(LAST_ANSWERS));
        return stretches.stream().map(Future::result).reduce(Sample::beside).orElseThrow();
    }

    private static void awaitAll(List<Future<Sample>> stretches, Duration bound) {
        try {
            Future.all(stretches).await(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException unanswered) {
            throw new CallsFailed("Some calls were not answered within " + LAST_ANSWERS.toSeconds() + " s.");
        }
    }

    /** One lane at work. Everything in it happens on the lane's event loop. */
    private static final class Drive {
        private final Lane lane;
        private final Duration length;
        private final Promise<Sample> done = Promise.promise();
        private final Histogram latenciesUs = new Histogram(SIGNIFICANT_DIGITS);
        private long endsAtNanos;
        private int callersAtWork;
        private long errors;
        private Optional<String> firstFailure = Optional.empty();

        Drive(Lane lane, Duration length) {
            this.lane = lane;
            this.length = length;
        }

        Future<Sample> start() {
            lane.context().runOnContext(begin -> {
                endsAtNanos = System.nanoTime() + length.toNanos();
                callersAtWork = lane.callers();
                for (int caller = 0; caller < lane.callers(); caller++) {
                    callNext(caller);
                }
            });
            return done.future();
        }

        private void callNext(int caller) {
            long sentAtNanos = System.nanoTime();
            if (sentAtNanos < endsAtNanos) {
                lane.call()
                        .apply(caller)
                        .onComplete(answer -> answered(caller, sentAtNanos), failure -> failed(caller, failure));
            } else if (--callersAtWork == 0) {
                done.complete(new Sample(length, latenciesUs, errors, firstFailure));
            }
        }

        private void answered(int caller, long sentAtNanos) {
            long nowNanos = System.nanoTime();
            // An answer after the end belongs to no stretch: its call took capacity that was not counted.
            if (nowNanos <= endsAtNanos) {
                latenciesUs.recordValueWithCount((nowNanos - sentAtNanos) / 1_000, lane.itemsACall());
            }
            callNext(caller);
        }

        /** A call may fail at once; going round by the event loop keeps the stack flat. */
        private void failed(int caller, Throwable failure) {
            errors++;
            firstFailure = firstFailure.or(() -> Optional.of(failure.toString()));
            lane.context().runOnContext(next -> callNext(caller));
        }
    }
}
