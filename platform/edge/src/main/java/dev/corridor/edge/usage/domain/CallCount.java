package dev.corridor.edge.usage.domain;

import java.time.Instant;

/** Number of calls of one minute that are alike, and the sum of their latencies. */
public record CallCount(Key key, long calls, long latencyMicros) {

    /**
     * What the calls have in common.
     *
     * @param latencyBound see {@link LatencyBuckets}
     */
    public record Key(
            Instant minute,
            String api,
            String version,
            String operation,
            String application,
            int statusClass,
            int latencyBound) {

        public static Key of(CallRecord call) {
            return new Key(
                    Resolution.MINUTE.startOf(call.at()),
                    call.api(),
                    call.version(),
                    call.operation(),
                    call.application(),
                    Math.min(5, Math.max(1, call.status() / 100)),
                    LatencyBuckets.boundOf(call.latency()));
        }
    }

    public static CallCount of(CallRecord call) {
        return new CallCount(Key.of(call), 1, call.latency().toNanos() / 1_000);
    }

    public CallCount plus(CallCount other) {
        return new CallCount(key, calls + other.calls, latencyMicros + other.latencyMicros);
    }
}
