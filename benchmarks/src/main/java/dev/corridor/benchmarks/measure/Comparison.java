package dev.corridor.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Ours beside its baseline, in turns: B O B O ..., so that whatever else the machine does meets both.
 *
 * @param row its name in the results
 * @param unit of what is counted, such as "calls/s"
 * @param baselineIs in words, such as "bare Vert.x gRPC echo"
 * @param figure what is compared, of a stretch that has calls: the more the better
 */
public record Comparison(
        String row, String unit, String baselineIs, Load baseline, Load ours, ToDoubleFunction<Sample> figure) {

    /** Compares how many calls there are in a second. */
    public Comparison(String row, String unit, String baselineIs, Load baseline, Load ours) {
        this(row, unit, baselineIs, baseline, ours, Sample::callsPerSecond);
    }

    /** @throws CallsFailed as soon as a call fails on either side: figures with errors in them are not figures */
    public Row run(Plan plan) {
        if (!plan.warmUp().isZero()) {
            withoutErrors(baselineIs, baseline.drive(plan.warmUp()));
            withoutErrors(row, ours.drive(plan.warmUp()));
        }
        List<Sample> ofBaseline = new ArrayList<>();
        List<Sample> ofOurs = new ArrayList<>();
        for (int round = 0; round < plan.rounds(); round++) {
            ofBaseline.add(withAnswers(baselineIs, baseline.drive(plan.stretch())));
            ofOurs.add(withAnswers(row, ours.drive(plan.stretch())));
        }
        return Row.of(this, ofBaseline, ofOurs);
    }

    private static Sample withAnswers(String side, Sample stretch) {
        if (withoutErrors(side, stretch).calls() == 0) {
            throw new CallsFailed(
                    side + ": no call was answered within " + stretch.length().toMillis() + " ms.");
        }
        return stretch;
    }

    private static Sample withoutErrors(String side, Sample stretch) {
        if (stretch.errors() > 0) {
            throw new CallsFailed(side, stretch);
        }
        return stretch;
    }
}
