package dev.corridor.kit.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueryCursorTest {
    private static final QueryCursor QUERY = QueryCursor.of("payments", "ada", Set.of("FAILED", "COMPLETED"));

    @Test
    void a_cursor_continues_its_own_query() {
        var same = QueryCursor.of("payments", "ada", Set.of("COMPLETED", "FAILED"));

        assertThat(same.position(QUERY.bind("7"), StandardError.INVALID_REQUEST))
                .isEqualTo("7");
        assertThat(same.position("", StandardError.INVALID_REQUEST)).isEmpty();
        assertThat(QUERY.bind("")).isEmpty();
    }

    @Test
    void a_cursor_of_another_query_is_refused() {
        var others = List.of(
                QueryCursor.of("payments", "ada", Set.of("FAILED")),
                QueryCursor.of("payments", "blaise", Set.of("FAILED", "COMPLETED")),
                QueryCursor.of("refusals", "ada", Set.of("FAILED", "COMPLETED")),
                QueryCursor.of("payments", Optional.of("ada"), Set.of("FAILED", "COMPLETED")),
                QueryCursor.of("payments"));

        for (var other : others) {
            assertRefused(other.bind("7"));
        }
        assertRefused("7");
        assertRefused("~");
        assertRefused(QUERY.bind("7") + "0");
    }

    private static void assertRefused(String cursor) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> QUERY.position(cursor, StandardError.INVALID_REQUEST));
    }
}
