package dev.corridor.benchmarks.measure;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A result: medians over the rounds.
 *
 * @param value the contest's figure, such as calls per second
 * @param baselineValue the baseline's
 * @param ratio value / baselineValue
 * @param lowestRatio of any one round, beside its own baseline
 * @param highestRatio likewise
 * @param p50Ms latency of ours, over all rounds
 * @param p99Ms likewise
 * @param p999Ms likewise, the 99.9th percentile
 */
public record Row(
        String name,
        double value,
        String unit,
        String baseline,
        double baselineValue,
        double ratio,
        double lowestRatio,
        double highestRatio,
        double p50Ms,
        double p99Ms,
        double p999Ms) {

    /** @param ofBaseline one stretch a round, as many as {@code ofOurs} */
    static Row of(Comparison contest, List<Sample> ofBaseline, List<Sample> ofOurs) {
        double[] theirs = figures(contest, ofBaseline);
        double[] ours = figures(contest, ofOurs);
        double[] ratios = new double[ours.length];
        for (int round = 0; round < ours.length; round++) {
            ratios[round] = ours[round] / theirs[round];
        }
        Histogram latenciesUs =
                ofOurs.stream().map(Sample::latenciesUs).reduce(Sample::sum).orElseThrow();
        double value = Median.of(ours);
        double baselineValue = Median.of(theirs);
        return new Row(
                contest.row(),
                value,
                contest.unit(),
                contest.baselineIs(),
                baselineValue,
                value / baselineValue,
                java.util.Arrays.stream(ratios).min().orElseThrow(),
                java.util.Arrays.stream(ratios).max().orElseThrow(),
                latenciesUs.getValueAtPercentile(50) / 1e3,
                latenciesUs.getValueAtPercentile(99) / 1e3,
                latenciesUs.getValueAtPercentile(99.9) / 1e3);
    }

    /** The same figures, with the latencies that were seen when ours was driven otherwise. */
    public Row withLatenciesOf(Sample stretch) {
        var seenUs = stretch.latenciesUs();
        return new Row(
                name,
                value,
                unit,
                baseline,
                baselineValue,
                ratio,
                lowestRatio,
                highestRatio,
                seenUs.getValueAtPercentile(50) / 1e3,
                seenUs.getValueAtPercentile(99) / 1e3,
                seenUs.getValueAtPercentile(99.9) / 1e3);
    }

    private static double[] figures(Comparison contest, List<Sample> stretches) {
        return stretches.stream().mapToDouble(contest.figure()).toArray();
    }
}
