package dev.corridor.edge.usage.domain;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Histogram of latencies in fixed buckets, each named by its upper bound in milliseconds. */
public final class LatencyBuckets {
    private static final int[] BOUNDS_MS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000};
    /** Bound of the last bucket, which has none. */
    private static final int UNBOUNDED_MS = Integer.MAX_VALUE;

    private final SortedMap<Integer, Long> calls = new TreeMap<>();
    private long total;

    /** Returns the upper bound of the bucket that a latency belongs to. */
    public static int boundOf(Duration latency) {
        for (int bound : BOUNDS_MS) {
            if (latency.compareTo(Duration.ofMillis(bound)) <= 0) {
                return bound;
            }
        }
        return UNBOUNDED_MS;
    }

    public void add(int bound, long count) {
        calls.merge(bound, count, Long::sum);
        total += count;
    }

    /**
     * Estimates a quantile in milliseconds: linear within its bucket. In the last bucket, it is the bucket's lower bound. An empty
     * histogram has 0.
     */
    public double quantileMs(double quantile) {
        double rank = quantile * total;
        long before = 0;
        for (Map.Entry<Integer, Long> bucket : calls.entrySet()) {
            if (before + bucket.getValue() >= rank) {
                int lower = lowerBound(bucket.getKey());
                return bucket.getKey() == UNBOUNDED_MS
                        ? lower
                        : lower + (bucket.getKey() - lower) * (rank - before) / bucket.getValue();
            }
            before += bucket.getValue();
        }
        return 0;
    }

    private static int lowerBound(int bound) {
        int lower = 0;
        for (int each : BOUNDS_MS) {
            if (each < bound) {
                lower = each;
            }
        }
        return lower;
    }
}
