package dev.corridor.forex.engine.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.domain.Pair;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TickHistoryTest {
    private static final Pair USD_EUR = Pair.parse("USD/EUR");
    private static final Duration RETENTION = Duration.ofMinutes(5);

    private final TickHistory history = new TickHistory(RETENTION);

    @Test
    void a_stored_tick_is_returned_unchanged() {
        var tick = tick(7, 0);
        history.add(List.of(tick));

        assertThat(history.after(USD_EUR, 6, 10)).contains(List.of(tick));
    }

    @Test
    void after_the_newest_there_is_nothing_and_beyond_it_no_answer() {
        history.add(List.of(tick(7, 0)));

        assertThat(history.after(USD_EUR, 7, 10)).contains(List.of());
        assertThat(history.after(USD_EUR, 8, 10)).isEmpty();
        assertThat(history.after(USD_EUR, 5, 10)).isEmpty();
        assertThat(history.after(Pair.parse("GBP/EUR"), 0, 10)).isEmpty();
    }

    @Test
    void a_tick_is_added_once() {
        history.add(List.of(tick(7, 0), tick(8, 0)));

        assertThat(history.add(List.of(tick(7, 50), tick(8, 50), tick(9, 50)))).containsExactly(tick(9, 50));
        assertThat(history.after(USD_EUR, 6, 10)).contains(List.of(tick(7, 0), tick(8, 0), tick(9, 50)));
        assertThat(history.newest()).containsExactly(tick(9, 50));
    }

    @Test
    void a_gap_in_the_numbers_empties_the_buffer() {
        history.add(List.of(tick(1, 0), tick(2, 0), tick(9, 0)));

        assertThat(history.after(USD_EUR, 1, 10)).isEmpty();
        assertThat(history.after(USD_EUR, 8, 10)).contains(List.of(tick(9, 0)));
    }

    @Property(tries = 200)
    void ticks_within_the_retention_are_returned_in_order(
            @ForAll @LongRange(min = 1, max = 1_000_000) long firstSeq,
            @ForAll @IntRange(min = 1, max = 3_000) int ticks,
            @ForAll @IntRange(min = 50, max = 2_000) int pauseMs) {
        var longHistory = new TickHistory(RETENTION);
        var all = new ArrayList<Tick>();
        for (int i = 0; i < ticks; i++) {
            all.add(tick(firstSeq + i, (long) i * pauseMs));
            longHistory.add(List.of(all.get(i)));
        }
        int recent = (int) Math.min(ticks, RETENTION.toMillis() / pauseMs);

        assertThat(longHistory.after(USD_EUR, firstSeq + ticks - recent - 1, ticks))
                .contains(all.subList(ticks - recent, ticks));
    }

    private static Tick tick(long seq, long atMs) {
        var mid = BigDecimal.valueOf(937_734 + seq % 100, 6);
        var half = BigDecimal.valueOf(469, 6);
        return new Tick(USD_EUR, mid.subtract(half), mid.add(half), mid, Instant.ofEpochMilli(atMs), seq);
    }
}
