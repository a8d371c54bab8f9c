package dev.corridor.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class MedianTest {

    @Test
    void of_an_odd_number_of_values_is_the_middle_one() {
        assertThat(Median.of(9, 1, 5)).isEqualTo(5);
    }

    @Test
    void of_an_even_number_of_values_is_the_mean_of_the_two_middle_ones() {
        assertThat(Median.of(4, 1, 100, 2)).isEqualTo(3);
    }

    @Test
    void of_two_very_large_values_is_between_them() {
        assertThat(Median.of(1.5e308, 5e307)).isBetween(5e307, 1.5e308);
    }

    @Test
    void of_no_values_is_an_error() {
        assertThatThrownBy(Median::of).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void at_most_half_of_the_values_are_on_either_side(@ForAll @NotEmpty double[] values) {
        double median = Median.of(values);
        long below = Arrays.stream(values).filter(value -> value < median).count();
        long above = Arrays.stream(values).filter(value -> value > median).count();

        assertThat(Math.max(below, above)).isLessThanOrEqualTo(values.length / 2);
    }

    @Property
    void an_outlier_among_three_is_not_the_median(@ForAll @DoubleRange(min = 3, max = 1e12) double outlier) {
        assertThat(Median.of(1, outlier, 2)).isEqualTo(2);
    }
}
