package dev.corridor.benchmarks.measure;

import java.time.Duration;

/**
 * Plan of a benchmark run: rounds and durations.
 *
 * @param warmUp duration of each side's warm-up before the first round; not measured
 * @param rounds number of rounds, each with one sample of the baseline and one of the platform
 * @param sampleLength duration of one sample
 * @param onlyRow the only row to measure; null for all
 * @param stored number of transfers to store in the ledger before a second measurement; 0 for none
 */
public record Plan(Duration warmUp, int rounds, Duration sampleLength, String onlyRow, long stored) {
    public Plan(Duration warmUp, int rounds, Duration sampleLength) {
        this(warmUp, rounds, sampleLength, null, 0);
    }

    public Plan {
        if (rounds < 1 || sampleLength.isNegative() || sampleLength.isZero()) {
            throw new IllegalArgumentException("a plan needs at least one round and a positive sample length");
        }
    }

    public boolean wants(String row) {
        return onlyRow == null || onlyRow.equals(row);
    }
}
