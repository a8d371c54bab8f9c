package dev.corridor.kit.request;

import static dev.corridor.kit.testing.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.corridor.kit.error.StandardError;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T12:00:00Z, 2026-03-01T12:00:00Z",
        "2026-03-01t12:00:00z, 2026-03-01T12:00:00Z",
        "2026-03-01T12:00:00.5+01:30, 2026-03-01T10:30:00.500Z",
        "2026-03-01T12:00:00-00:00, 2026-03-01T12:00:00Z",
        "2026-03-01T12:00:00.123456789Z, 2026-03-01T12:00:00.123456Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999Z"
    })
    void an_rfc_3339_time_is_read_to_the_microsecond(String text, Instant time) {
        assertThat(RequestTime.parse("from", text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "1969-12-31",
                "2026-02-30",
                "0001-01-01",
                "0001-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59-18:00",
                "2026-03-01T12:00Z",
                "2026-03-01T12:00:00",
                "2026-03-01 12:00:00Z",
                "2026-03-01T12:00:00+01",
                "2026-03-01T12:00:00+01:00:01",
                "2026-03-01T12:00:00+19:00",
                "2026-03-01T24:00:01Z",
                "2026-02-30T12:00:00Z",
                "2026-03-01T12:00:00.1234567890Z",
                "-999999999-01-01T00:00:00Z",
                "+12026-03-01T12:00:00Z",
                "\u0662026-03-01T12:00:00Z",
                "1969-12-31T23:59:59Z",
                "1970-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01"
            })
    void anything_else_is_an_invalid_request(String text) {
        assertProblem(StandardError.INVALID_REQUEST, () -> RequestTime.parse("from", text));
    }

    @Test
    void a_date_stands_for_its_midnight() {
        assertThat(RequestTime.parse("from", "2026-03-01")).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(RequestTime.parse("from", "1970-01-01")).isEqualTo(Instant.EPOCH);
    }

    @Test
    void a_timestamp_has_the_same_bounds() {
        assertThat(RequestTime.fromProto("from", timestamp(1, 1_999)))
                .isEqualTo(Instant.ofEpochSecond(1).plusNanos(1_000));
        for (long seconds : new long[] {-1, 253_402_300_800L, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertProblem(StandardError.INVALID_REQUEST, () -> RequestTime.fromProto("from", timestamp(seconds, 0)));
        }
    }

    private static Timestamp timestamp(long seconds, int nanos) {
        return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    }

    @Test
    void a_date_is_read_in_one_form_only() {
        assertThat(RequestDate.parse("date", "2024-02-29", StandardError.INVALID_REQUEST))
                .isEqualTo(LocalDate.of(2024, 2, 29));
        for (String text : new String[] {"", "2023-02-29", "2023-2-1", "+12023-02-01", "today", "2023-02-01Z"}) {
            assertProblem(
                    StandardError.INVALID_REQUEST,
                    () -> RequestDate.parse("date", text, StandardError.INVALID_REQUEST));
        }
    }
}
