package dev.corridor.benchmarks.measure;

import java.util.Arrays;

/** The middle one: a round that something else disturbed does not move it. */
final class Median {
    private Median() {}

    /** Of an even number, the mean of the two in the middle. */
    static double of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("nothing has no median");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : halfWay(sorted[middle - 1], sorted[middle]);
    }

    /** The sum of two very large ones would be infinite. */
    private static double halfWay(double low, double high) {
        return low < 0 && high > 0 ? (low + high) / 2 : low + (high - low) / 2;
    }
}
