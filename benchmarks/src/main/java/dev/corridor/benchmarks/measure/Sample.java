package dev.corridor.benchmarks.measure;

import java.time.Duration;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Measurements of one side over one period.
 *
 * @param latenciesUs latencies of the successful calls, in microseconds
 * @param errors number of failed calls
 * @param firstFailure message of the first failed call
 */
public record Sample(Duration length, Histogram latenciesUs, long errors, Optional<String> firstFailure) {

    public long calls() {
        return latenciesUs.getTotalCount();
    }

    public double callsPerSecond() {
        return calls() * 1e9 / length.toNanos();
    }

    /** Rate of sequential calls that each take the median latency. Rare pauses do not change it. */
    public double callsPerSecondAtMedian() {
        return 1e6 / latenciesUs.getValueAtPercentile(50);
    }

    /** Merges the samples of two event loops that ran at the same time. */
    public Sample merge(Sample other) {
        return new Sample(
                length,
                sum(latenciesUs, other.latenciesUs),
                errors + other.errors,
                firstFailure.or(other::firstFailure));
    }

    static Histogram sum(Histogram one, Histogram other) {
        var sum = one.copy();
        sum.add(other);
        return sum;
    }
}
