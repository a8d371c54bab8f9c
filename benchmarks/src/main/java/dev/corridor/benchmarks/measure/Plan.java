package dev.corridor.benchmarks.measure;

import java.time.Duration;

/**
 * How long a benchmark measures.
 *
 * @param warmUp of each side, before the first round; its figures are thrown away
 * @param rounds each is one stretch of the baseline, then one of ours
 * @param stretch how long one side is driven in a round
 */
public record Plan(Duration warmUp, int rounds, Duration stretch) {

    public Plan {
        if (rounds < 1 || stretch.isNegative() || stretch.isZero()) {
            throw new IllegalArgumentException("at least one round of some length");
        }
    }
}
