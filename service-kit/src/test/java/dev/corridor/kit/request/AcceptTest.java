package dev.corridor.kit.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                      | false",
                "*/*                                   | false",
                "application/json                      | false",
                "application/json, text/csv            | false",
                "text/csv;q=0                          | false",
                "text/csv; Q=0.0, application/json     | false",
                "text/csv;q=0.5, application/json      | false",
                "text/csv;q=0.2, */*;q=0.5             | false",
                "text/csvx                             | false",
                "text/csv                              | true",
                "TEXT/CSV                              | true",
                "text/*                                | true",
                "text/csv, application/json            | true",
                "text/csv, */*                         | true",
                "text/csv;header=present;q=0.9, */*;q=0.1 | true",
                "application/json;q=0.4, text/csv;q=0.5   | true",
                "application/json;q=0, */*                | true"
            })
    void the_heavier_media_type_is_preferred(String header, boolean csv) {
        assertThat(Accept.of(Optional.ofNullable(header)).prefers("text/csv", "application/json"))
                .isEqualTo(csv);
    }
}
