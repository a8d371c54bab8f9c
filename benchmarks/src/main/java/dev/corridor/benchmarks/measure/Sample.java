package dev.corridor.benchmarks.measure;

import java.time.Duration;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * What was seen while one side was driven.
 *
 * @param latenciesUs of the calls that were answered well, in microseconds
 * @param errors calls that failed
 * @param firstFailure of those, in words
 */
public record Sample(Duration length, Histogram latenciesUs, long errors, Optional<String> firstFailure) {

    public long calls() {
        return latenciesUs.getTotalCount();
    }

    public double callsPerSecond() {
        return calls() * 1e9 / length.toNanos();
    }

    /** So many calls one after the other if each took the median. A pause that one call in a hundred met changes nothing. */
    public double callsPerSecondAtMedian() {
        return 1e6 / latenciesUs.getValueAtPercentile(50);
    }

    /** Two event loops' work at the same time, as one. */
    public Sample beside(Sample other) {
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
