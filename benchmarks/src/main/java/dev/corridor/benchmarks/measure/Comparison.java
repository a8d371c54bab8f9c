package dev.corridor.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Measures the platform and a baseline alternately, so that disturbances of the machine affect both.
 *
 * @param row name of the row in the results
 * @param unit unit of the figure, such as "calls/s"
 * @param baselineName description, such as "bare Vert.x gRPC echo"
 * @param figure figure of a sample that is compared; higher is better
 */
public record Comparison(
        String row, String unit, String baselineName, Load baseline, Load platform, ToDoubleFunction<Sample> figure) {

    /** Compares calls per second. */
    public Comparison(String row, String unit, String baselineName, Load baseline, Load platform) {
        this(row, unit, baselineName, baseline, platform, Sample::callsPerSecond);
    }

    /** @throws MeasurementFailure as soon as a call fails on either side */
    public Row run(Plan plan) {
        if (!plan.warmUp().isZero()) {
            requireNoErrors(baselineName, baseline.run(plan.warmUp()));
            requireNoErrors(row, platform.run(plan.warmUp()));
        }
        List<Sample> baselineSamples = new ArrayList<>();
        List<Sample> platformSamples = new ArrayList<>();
        for (int round = 0; round < plan.rounds(); round++) {
            baselineSamples.add(requireCalls(baselineName, baseline.run(plan.sampleLength())));
            platformSamples.add(requireCalls(row, platform.run(plan.sampleLength())));
        }
        return Row.of(this, baselineSamples, platformSamples);
    }

    private static Sample requireCalls(String side, Sample sample) {
        if (requireNoErrors(side, sample).calls() == 0) {
            throw new MeasurementFailure(
                    side + ": no call was answered within " + sample.length().toMillis() + " ms.");
        }
        return sample;
    }

    private static Sample requireNoErrors(String side, Sample sample) {
        if (sample.errors() > 0) {
            throw new MeasurementFailure(side, sample);
        }
        return sample;
    }
}
