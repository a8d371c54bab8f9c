package dev.corridor.benchmarks.measure;

import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Result of one comparison: medians over all rounds.
 *
 * @param value figure of the platform, such as calls per second
 * @param baselineValue figure of the baseline
 * @param ratio value / baselineValue
 * @param lowestRatio lowest ratio of a single round
 * @param highestRatio highest ratio of a single round
 * @param p50Ms median latency of the platform over all rounds
 * @param p99Ms 99th percentile
 * @param p999Ms 99.9th percentile
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

    /** @param baselineSamples one sample per round, as many as {@code platformSamples} */
    static Row of(Comparison comparison, List<Sample> baselineSamples, List<Sample> platformSamples) {
        double[] baseline = figures(comparison, baselineSamples);
        double[] platform = figures(comparison, platformSamples);
        double[] ratios = new double[platform.length];
        for (int round = 0; round < platform.length; round++) {
            ratios[round] = platform[round] / baseline[round];
        }
        Histogram latenciesUs = platformSamples.stream()
                .map(Sample::latenciesUs)
                .reduce(Sample::sum)
                .orElseThrow();
        double value = Median.of(platform);
        double baselineValue = Median.of(baseline);
        return new Row(
                comparison.row(),
                value,
                comparison.unit(),
                comparison.baselineName(),
                baselineValue,
                value / baselineValue,
                Arrays.stream(ratios).min().orElseThrow(),
                Arrays.stream(ratios).max().orElseThrow(),
                latenciesUs.getValueAtPercentile(50) / 1e3,
                latenciesUs.getValueAtPercentile(99) / 1e3,
                latenciesUs.getValueAtPercentile(99.9) / 1e3);
    }

    /** Returns this row with the latencies of another sample, measured under another load. */
    public Row withLatenciesOf(Sample sample) {
        var latenciesUs = sample.latenciesUs();
        return new Row(
                name,
                value,
                unit,
                baseline,
                baselineValue,
                ratio,
                lowestRatio,
                highestRatio,
                latenciesUs.getValueAtPercentile(50) / 1e3,
                latenciesUs.getValueAtPercentile(99) / 1e3,
                latenciesUs.getValueAtPercentile(99.9) / 1e3);
    }

    private static double[] figures(Comparison comparison, List<Sample> samples) {
        return samples.stream().mapToDouble(comparison.figure()).toArray();
    }
}
