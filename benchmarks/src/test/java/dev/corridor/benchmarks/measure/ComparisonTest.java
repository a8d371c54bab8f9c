package dev.corridor.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> order = new ArrayList<>();

    @Test
    void warms_up_both_sides_and_then_alternates() {
        comparison(scripted("baseline", 1, 10, 10), scripted("platform", 1, 10, 10))
                .run(new Plan(SECOND, 2, SECOND));

        assertThat(order).containsExactly("baseline", "platform", "baseline", "platform", "baseline", "platform");
    }

    @Test
    void the_warm_up_is_not_measured() {
        var row = comparison(scripted("baseline", 1, 100), scripted("platform", 1, 50))
                .run(new Plan(SECOND, 1, SECOND));

        assertThat(row.value()).isEqualTo(50);
        assertThat(row.baselineValue()).isEqualTo(100);
    }

    @Test
    void a_row_holds_medians_and_the_range_of_the_rounds_ratios() {
        var row = comparison(scripted("baseline", 100, 100, 200), scripted("platform", 80, 90, 100))
                .run(rounds(3));

        assertThat(row.value()).isEqualTo(90);
        assertThat(row.baselineValue()).isEqualTo(100);
        assertThat(row.ratio()).isEqualTo(0.9);
        assertThat(row.lowestRatio()).isEqualTo(0.5);
        assertThat(row.highestRatio()).isEqualTo(0.9);
    }

    @Test
    void latencies_are_those_of_the_platform_over_all_rounds() {
        Queue<Sample> platform = new ArrayDeque<>(List.of(answered(99, 2_000), answered(1, 9_000)));

        var row = comparison(scripted("baseline", 1, 1), length -> platform.remove())
                .run(rounds(2));

        assertThat(row.p50Ms()).isCloseTo(2.0, within(0.01));
        assertThat(row.p99Ms()).isCloseTo(2.0, within(0.01));
    }

    @Test
    void medians_can_be_compared_instead_of_counts() {
        var row = new Comparison(
                        "row",
                        "calls/s at p50",
                        "the baseline",
                        length -> answered(10, 1_000),
                        length -> answered(100, 4_000),
                        Sample::callsPerSecondAtMedian)
                .run(rounds(3));

        assertThat(row.value()).isCloseTo(250, within(1.0));
        assertThat(row.baselineValue()).isCloseTo(1_000, within(1.0));
        assertThat(row.ratio()).isCloseTo(0.25, within(0.001));
    }

    @Test
    void a_failed_call_fails_the_run_and_names_its_side() {
        Load failing = length -> new Sample(length, answered(9, 10).latenciesUs(), 1, Optional.of("refused"));

        assertThatThrownBy(() -> comparison(scripted("baseline", 10), failing).run(rounds(1)))
                .isInstanceOf(MeasurementFailure.class)
                .hasMessage("row: 1 of 10 calls failed; the first: refused");
    }

    @Test
    void a_side_without_responses_fails_the_run() {
        assertThatThrownBy(() -> comparison(scripted("baseline", 0), scripted("platform", 10))
                        .run(rounds(1)))
                .isInstanceOf(MeasurementFailure.class)
                .hasMessage("the baseline: no call was answered within 1000 ms.");
    }

    private static Comparison comparison(Load baseline, Load platform) {
        return new Comparison("row", "calls/s", "the baseline", baseline, platform);
    }

    private static Plan rounds(int rounds) {
        return new Plan(Duration.ZERO, rounds, SECOND);
    }

    /** A load whose samples have the given numbers of calls. */
    private Load scripted(String side, int... calls) {
        Queue<Integer> script = new ArrayDeque<>();
        Arrays.stream(calls).forEach(script::add);
        return length -> {
            order.add(side);
            return answered(script.remove(), 1_000);
        };
    }

    private static Sample answered(int calls, long latencyUs) {
        var latencies = new Histogram(3);
        latencies.recordValueWithCount(latencyUs, calls);
        return new Sample(SECOND, latencies, 0, Optional.empty());
    }
}
