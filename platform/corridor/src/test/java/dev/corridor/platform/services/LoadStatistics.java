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

/** What a crowd of subscribers has heard together. Any thread. */
final class LoadStatistics {
    private final AtomicLong ticks = new AtomicLong();
    private final AtomicLong conflated = new AtomicLong();
    private final Map<Long, Promise<Void>> milestones = new ConcurrentHashMap<>();
    private final Map<String, Long> newest = new ConcurrentHashMap<>();
    private final Queue<String> breaks = new ConcurrentLinkedQueue<>();
    private volatile Delays delays = new Delays();

    /** How long after the engine made them ticks came, to the millisecond. */
    static final class Delays {
        private static final int LONGEST_MS = 60_000;

        private final AtomicIntegerArray counts = new AtomicIntegerArray(LONGEST_MS + 1);
        private final AtomicInteger total = new AtomicInteger();

        private void add(long ms) {
            counts.incrementAndGet((int) Math.max(0, Math.min(LONGEST_MS, ms)));
            total.incrementAndGet();
        }

        /** The delay that ninety-nine in a hundred do not exceed. */
        int p99Ms() {
            long beyond = total.get() / 100;
            int ms = LONGEST_MS;
            for (long seen = counts.get(ms); ms > 0 && seen <= beyond; seen += counts.get(ms)) {
                ms--;
            }
            return ms;
        }
    }

    /** @param count of ticks that the message stands for, itself among them */
    void heard(String pair, long seq, long count, long delayMs) {
        delays.add(delayMs);
        conflated.addAndGet(count - 1);
        newest.merge(pair, seq, Math::max);
        long now = ticks.addAndGet(count);
        milestones.forEach((milestone, reached) -> {
            if (now >= milestone) {
                reached.tryComplete();
            }
        });
    }

    void broken(String how) {
        breaks.add(how);
    }

    /** Completes when so many more ticks have been heard. */
    Future<Void> more(long count) {
        milestones.values().removeIf(reached -> reached.future().isComplete());
        return milestones
                .computeIfAbsent(ticks.get() + count, milestone -> Promise.promise())
                .future();
    }

    /** The delays from now on. */
    Delays measure() {
        delays = new Delays();
        return delays;
    }

    long ticks() {
        return ticks.get();
    }

    /** Ticks that a later one stood for. */
    long conflated() {
        return conflated.get();
    }

    /** The last seq of each pair that anybody has heard. */
    Map<String, Long> newest() {
        return Map.copyOf(newest);
    }

    /** What was missing, repeated or out of order. */
    Queue<String> breaks() {
        return breaks;
    }
}
