package dev.corridor.kit.request;

import static dev.corridor.kit.testing.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.error.StandardError;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
    private static final String ID = "019aac3e-6f00-7000-8000-00000000000e";

    @Test
    void an_id_is_read() {
        assertThat(RequestId.parse(ID, StandardError.NOT_FOUND)).isEqualTo(UUID.fromString(ID));
        assertThat(RequestId.cursor(ID, StandardError.INVALID_REQUEST)).hasValue(UUID.fromString(ID));
    }

    @Test
    void the_first_page_has_no_cursor() {
        assertThat(RequestId.cursor("", StandardError.INVALID_REQUEST)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "1-1-1-1-1", "019aac3e6f0070008000-00000000000e", "019aac3e-6f00-7000-8000-00000000000e "})
    void anything_else_is_refused_with_the_given_code(String text) {
        assertProblem(StandardError.NOT_FOUND, () -> RequestId.parse(text, StandardError.NOT_FOUND));
        assertProblem(StandardError.INVALID_REQUEST, () -> RequestId.cursor(text, StandardError.INVALID_REQUEST));
    }
}
