package dev.corridor.kit.request;

import static dev.corridor.kit.testing.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.error.StandardError;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageLimitTest {
    private static final PageLimit LIMIT = new PageLimit(20, 100);

    @Test
    void a_request_without_a_limit_gets_the_usual_one() {
        assertThat(LIMIT.of(Optional.empty())).isEqualTo(20);
        assertThat(LIMIT.of(0)).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 100})
    void a_limit_up_to_the_maximum_is_granted(int limit) {
        assertThat(LIMIT.of(limit)).isEqualTo(limit);
        assertThat(LIMIT.of(Optional.of(Integer.toString(limit)))).isEqualTo(limit);
        assertThat(LIMIT.require(limit)).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 101, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void any_other_number_is_an_invalid_request(int limit) {
        assertProblem(StandardError.INVALID_REQUEST, () -> LIMIT.of(limit));
        assertProblem(StandardError.INVALID_REQUEST, () -> LIMIT.of(Optional.of(Integer.toString(limit))));
        assertProblem(StandardError.INVALID_REQUEST, () -> LIMIT.require(limit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "ten", "5.5", "1e9", "1e999999999", "99999999999"})
    void a_parameter_that_is_no_whole_number_in_range_is_an_invalid_request(String limit) {
        assertProblem(StandardError.INVALID_REQUEST, () -> LIMIT.of(Optional.of(limit)));
    }
}
