package dev.corridor.forex.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.domain.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCursorTest {

    @Test
    void a_cursor_is_written_as_it_is_read() {
        var cursor = EventCursor.parse("1f9c2ab0;USD/EUR:41,GBP/USD:7");

        assertThat(cursor.epoch()).isEqualTo("1f9c2ab0");
        assertThat(cursor.after(Pair.parse("USD/EUR"))).hasValue(41);
        assertThat(cursor.after(Pair.parse("GBP/USD"))).hasValue(7);
        assertThat(cursor.after(Pair.parse("EUR/USD"))).isEmpty();
        assertThat(cursor).hasToString("1f9c2ab0;USD/EUR:41,GBP/USD:7");
    }

    @Test
    void it_advances_with_each_tick() {
        var cursor = EventCursor.parse("1f9c2ab0;USD/EUR:41");

        cursor.advance(Pair.parse("USD/EUR"), "1f9c2ab0", 42);
        cursor.advance(Pair.parse("GBP/USD"), "1f9c2ab0", 1);

        assertThat(cursor).hasToString("1f9c2ab0;USD/EUR:42,GBP/USD:1");
    }

    @Test
    void a_tick_of_another_epoch_makes_the_other_seqs_void() {
        var cursor = EventCursor.parse("1f9c2ab0;USD/EUR:41,GBP/USD:7");

        cursor.advance(Pair.parse("USD/EUR"), "77aa00bb", 3);

        assertThat(cursor).hasToString("77aa00bb;USD/EUR:3");
    }

    @Test
    void a_cursor_without_an_epoch_has_none() {
        var cursor = EventCursor.parse("USD/EUR:41");

        assertThat(cursor.epoch()).isEmpty();
        assertThat(cursor.after(Pair.parse("USD/EUR"))).hasValue(41);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "USD/EUR", "USD/EUR:", "USD/EUR:x", ":1", "USD/EUR:1,nonsense"})
    void an_id_that_is_not_a_cursor_is_empty(String id) {
        assertThat(EventCursor.parse(id)).hasToString("");
    }
}
