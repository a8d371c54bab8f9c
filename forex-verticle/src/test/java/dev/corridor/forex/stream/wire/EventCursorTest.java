package dev.corridor.forex.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.domain.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCursorTest {

    @Test
    void a_cursor_is_written_as_it_is_read() {
        var cursor = EventCursor.parse("USD/EUR:41,GBP/USD:7");

        assertThat(cursor.after(Pair.parse("USD/EUR"))).hasValue(41);
        assertThat(cursor.after(Pair.parse("GBP/USD"))).hasValue(7);
        assertThat(cursor.after(Pair.parse("EUR/USD"))).isEmpty();
        assertThat(cursor).hasToString("USD/EUR:41,GBP/USD:7");
    }

    @Test
    void it_advances_with_each_tick() {
        var cursor = EventCursor.parse("USD/EUR:41");

        cursor.advance(Pair.parse("USD/EUR"), 42);
        cursor.advance(Pair.parse("GBP/USD"), 1);

        assertThat(cursor).hasToString("USD/EUR:42,GBP/USD:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "USD/EUR", "USD/EUR:", "USD/EUR:x", ":1", "USD/EUR:1,nonsense"})
    void an_id_that_is_not_a_cursor_is_empty(String id) {
        assertThat(EventCursor.parse(id)).hasToString("");
    }
}
