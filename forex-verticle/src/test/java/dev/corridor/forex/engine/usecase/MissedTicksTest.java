package dev.corridor.forex.engine.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickHistory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MissedTicksTest {
    private final TickHistory history = new TickHistory(Duration.ofMinutes(5));
    private final MissedTicks missed = new MissedTicks(history);

    @Test
    void a_follower_without_ticks_receives_the_last_one_of_each_pair() {
        store("USD/EUR", 5);
        store("EUR/USD", 3);

        assertThat(missed.after(Map.of()))
                .extracting(tick -> tick.pair() + " " + tick.seq())
                .containsExactlyInAnyOrder("USD/EUR 5", "EUR/USD 3");
    }

    @Test
    void a_follower_receives_the_ticks_after_its_last_one() {
        store("USD/EUR", 5);

        assertThat(missed.after(Map.of("USD/EUR", 3L))).extracting(Tick::seq).containsExactly(4L, 5L);
        assertThat(missed.after(Map.of("USD/EUR", 5L))).isEmpty();
    }

    @Test
    void a_follower_that_lacks_too_many_or_is_ahead_receives_the_last_one() {
        store("USD/EUR", 200);

        assertThat(missed.after(Map.of("USD/EUR", 79L))).extracting(Tick::seq).containsExactly(200L);
        assertThat(missed.after(Map.of("USD/EUR", 80L))).hasSize(120);
        assertThat(missed.after(Map.of("USD/EUR", 201L))).extracting(Tick::seq).containsExactly(200L);
    }

    private void store(String pair, long newest) {
        LongStream.rangeClosed(1, newest)
                .mapToObj(seq ->
                        new Tick(Pair.parse(pair), BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, Instant.EPOCH, seq))
                .forEach(tick -> history.add(List.of(tick)));
    }
}
