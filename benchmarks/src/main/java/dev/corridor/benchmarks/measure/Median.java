package dev.corridor.benchmarks.measure;

/** The middle one: a round that something else disturbed does not move it. */
final class Median {
    private Median() {}

    /** Of an even number, the mean of the two in the middle. */
    static double of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("nothing has no median");
        }
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
