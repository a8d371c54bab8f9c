package dev.corridor.edge.usage.domain;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** Calls of one group over time. */
public final class CallSeries {
    private final String name;
    private final SortedMap<Instant, Point> points = new TreeMap<>();
    private final Point total = new Point();

    public CallSeries(String name) {
        this.name = name;
    }

    /** Calls of one interval. */
    public static final class Point {
        private long calls;
        private long clientErrors;
        private long serverErrors;
        private long latencyMicros;
        private final LatencyBuckets latencies = new LatencyBuckets();

        private void add(int statusClass, int latencyBound, long count, long micros) {
            calls += count;
            latencyMicros += micros;
            latencies.add(latencyBound, count);
            if (statusClass == 4) {
                clientErrors += count;
            } else if (statusClass == 5) {
                serverErrors += count;
            }
        }

        public long calls() {
            return calls;
        }

        /** Answers 4xx. */
        public long clientErrors() {
            return clientErrors;
        }

        /** Answers 5xx. */
        public long serverErrors() {
            return serverErrors;
        }

        public double meanMs() {
            return calls == 0 ? 0 : latencyMicros / 1_000.0 / calls;
        }

        public double quantileMs(double quantile) {
            return latencies.quantileMs(quantile);
        }
    }

    public void add(Instant startsAt, int statusClass, int latencyBound, long count, long micros) {
        points.computeIfAbsent(startsAt, absent -> new Point()).add(statusClass, latencyBound, count, micros);
        total.add(statusClass, latencyBound, count, micros);
    }

    public String name() {
        return name;
    }

    /** Intervals with calls, in order. */
    public SortedMap<Instant, Point> points() {
        return points;
    }

    public Point total() {
        return total;
    }
}
