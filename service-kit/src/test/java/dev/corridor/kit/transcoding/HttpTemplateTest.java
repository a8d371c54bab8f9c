package dev.corridor.kit.transcoding;

import static dev.corridor.kit.testing.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.corridor.kit.error.StandardError;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTemplateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            /v1/users/{id}             | /v1/users/7         | 7
            /v1/users/{id}             | /v1/users/7/        | 7
            /v1/users/{id}             | /v1/users/a%20b+c   | a b+c
            /v1/users/{id}             | /v1/users/a%2Fb     | a/b
            /v1/users/{id}             | /v1/users/%C3%A9    | \u00e9
            /v1/users/{id}/keys        | /v1/users/7/keys    | 7
            /v1/users/{id}:close       | /v1/users/7:close   | 7
            /v1/{id=users/*}           | /v1/users/7         | users/7
            /v1/{id=files/**}          | /v1/files/a/b%2Fc   | files/a/b%2Fc
            /v1/*/{id}                 | /v1/any/7           | 7
            """)
    void a_path_that_matches_gives_its_decoded_values(String template, String path, String value) {
        assertThat(new HttpTemplate(template).match(path)).contains(Map.of("id", value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            /v1/users/{id}        | /v1/users
            /v1/users/{id}        | /v1/users/
            /v1/users/{id}        | /v1/users/7/keys
            /v1/users/{id}        | /v1/USERS/7
            /v1/users/{id}:close  | /v1/users/7
            /v1/{id=users/*}      | /v1/files/7
            """)
    void another_path_does_not_match(String template, String path) {
        assertThat(new HttpTemplate(template).match(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "v1", "/v1/{", "/v1/{id", "/v1/x{id}", "/v1//x", "/v1/{1}", "/v1/{a={b}}"})
    void a_text_that_is_no_template_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new HttpTemplate(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/users/%", "/v1/users/%zz", "/v1/users/%C3", "/v1/users/%ED%A0%80"})
    void a_value_that_cannot_be_decoded_is_refused(String path) {
        assertProblem(StandardError.INVALID_REQUEST, () -> new HttpTemplate("/v1/users/{id}").match(path));
    }

    @Test
    void literal_segments_come_before_variables_and_verbs_before_none() {
        assertThat(new HttpTemplate("/v1/payments/stream").rank())
                .isLessThan(new HttpTemplate("/v1/payments/{id}").rank());
        assertThat(new HttpTemplate("/v1/payments/{id}:close").rank())
                .isLessThan(new HttpTemplate("/v1/payments/{id}").rank());
        assertThat(new HttpTemplate("/v1/payments/{id}").rank())
                .isLessThan(new HttpTemplate("/v1/payments/{id=**}").rank());
    }
}
