package dev.corridor.benchmarks.measure;

import java.util.Arrays;

/** Computes medians, which a single disturbed round does not change. */
final class Median {
    private Median() {}

    /** Returns the middle value, or the mean of the two middle values. */
    static double of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : mean(sorted[middle - 1], sorted[middle]);
    }

    /** Avoids adding two large values, whose sum could be infinite. */
    private static double mean(double low, double high) {
        return low < 0 && high > 0 ? (low + high) / 2 : low + (high - low) / 2;
    }
}
