package dev.corridor.platform.services;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what many subscribers have received. Safe for use by several threads. */
final class LoadStatistics {
    private final AtomicLong ticks = new AtomicLong();
    private final AtomicLong conflated = new AtomicLong();
    private final Map<Long, Promise<Void>> goals = new ConcurrentHashMap<>();
    private final Map<String, Long> newest = new ConcurrentHashMap<>();
    private final Queue<String> sequenceErrors = new ConcurrentLinkedQueue<>();
    private volatile Delays delays = new Delays();

    /** Histogram of the delays between a tick's creation and its arrival, in milliseconds. */
    static final class Delays {
        private static final int MAX_MS = 60_000;

        private final AtomicIntegerArray counts = new AtomicIntegerArray(MAX_MS + 1);
        private final AtomicInteger total = new AtomicInteger();

        private void add(long ms) {
            counts.incrementAndGet((int) Math.max(0, Math.min(MAX_MS, ms)));
            total.incrementAndGet();
        }

        /** The 99th percentile. */
        int p99Ms() {
            long beyond = total.get() / 100;
            int ms = MAX_MS;
            for (long seen = counts.get(ms); ms > 0 && seen <= beyond; seen += counts.get(ms)) {
                ms--;
            }
            return ms;
        }
    }

    /** @param count ticks that the message stands for, including its own */
    void received(String pair, long seq, long count, long delayMs) {
        delays.add(delayMs);
        conflated.addAndGet(count - 1);
        newest.merge(pair, seq, Math::max);
        long now = ticks.addAndGet(count);
        goals.forEach((goal, reached) -> {
            if (now >= goal) {
                reached.tryComplete();
            }
        });
    }

    void sequenceError(String description) {
        sequenceErrors.add(description);
    }

    /** Completes when that many more ticks have been received. */
    Future<Void> more(long count) {
        goals.values().removeIf(reached -> reached.future().isComplete());
        return goals.computeIfAbsent(ticks.get() + count, goal -> Promise.promise())
                .future();
    }

    /** Starts a new histogram of delays. */
    Delays measureDelays() {
        delays = new Delays();
        return delays;
    }

    long ticks() {
        return ticks.get();
    }

    /** Ticks that were conflated with a later one. */
    long conflated() {
        return conflated.get();
    }

    /** The highest sequence number of each pair that any subscriber has received. */
    Map<String, Long> newest() {
        return Map.copyOf(newest);
    }

    /** Descriptions of missing, repeated and reordered ticks. */
    Queue<String> sequenceErrors() {
        return sequenceErrors;
    }
}
