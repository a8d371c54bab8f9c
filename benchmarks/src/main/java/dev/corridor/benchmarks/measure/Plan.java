package dev.corridor.benchmarks.measure;

import java.time.Duration;

/**
 * How long a benchmark measures.
 *
 * @param warmUp of each side, before the first round; its figures are thrown away
 * @param rounds each is one stretch of the baseline, then one of ours
 * @param stretch how long one side is driven in a round
 * @param onlyRow the one row that is wanted; null: all
 * @param stored how many transfers the ledger is given before it is measured once more; 0: it is not
 */
public record Plan(Duration warmUp, int rounds, Duration stretch, String onlyRow, long stored) {
    public Plan(Duration warmUp, int rounds, Duration stretch) {
        this(warmUp, rounds, stretch, null, 0);
    }

    public Plan {
        if (rounds < 1 || stretch.isNegative() || stretch.isZero()) {
            throw new IllegalArgumentException("at least one round of some length");
        }
    }

    public boolean wants(String row) {
        return onlyRow == null || onlyRow.equals(row);
    }
}
