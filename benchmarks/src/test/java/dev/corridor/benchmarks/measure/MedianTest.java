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
    void of_an_odd_number_is_the_one_in_the_middle_whatever_their_order() {
        assertThat(Median.of(9, 1, 5)).isEqualTo(5);
    }

    @Test
    void of_an_even_number_is_half_way_between_the_two_in_the_middle() {
        assertThat(Median.of(4, 1, 100, 2)).isEqualTo(3);
    }

    @Test
    void of_two_very_large_ones_is_between_them() {
        assertThat(Median.of(1.5e308, 5e307)).isBetween(5e307, 1.5e308);
    }

    @Test
    void of_nothing_does_not_exist() {
        assertThatThrownBy(Median::of).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void as_many_are_above_it_as_below(@ForAll @NotEmpty double[] values) {
        double median = Median.of(values);
        long below = Arrays.stream(values).filter(value -> value < median).count();
        long above = Arrays.stream(values).filter(value -> value > median).count();

        assertThat(Math.max(below, above)).isLessThanOrEqualTo(values.length / 2);
    }

    @Property
    void one_wild_value_among_three_does_not_become_the_median(@ForAll @DoubleRange(min = 3, max = 1e12) double wild) {
        assertThat(Median.of(1, wild, 2)).isEqualTo(2);
    }
}
