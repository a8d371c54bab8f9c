package dev.corridor.forex.stream.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickHistory;
import dev.corridor.forex.stream.usecase.Broadcast;
import dev.corridor.forex.stream.usecase.PairSelection;
import dev.corridor.forex.stream.usecase.Subscriber;
import dev.corridor.forex.stream.usecase.SubscriptionLimit;
import dev.corridor.forex.stream.wire.EncodedTick;
import dev.corridor.kit.error.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TickSubscriptionsTest {
    private final TickHistory history = new TickHistory(Duration.ofMinutes(5));
    private final Broadcast broadcast =
            new Broadcast(history, Runnable::run, Clock.systemUTC(), new SimpleMeterRegistry());
    private final Connection connection = new Connection();
    private final TickSubscriptions subscriptions =
            new TickSubscriptions(broadcast, connection, new SubscriptionLimit(2), Streams.unused());
    private final Map<Pair, Tick> latest = latest("USD/EUR", "EUR/USD", "GBP/USD");

    @Test
    void a_subscription_starts_with_a_snapshot() {
        subscriptions.add(select("USD/EUR"), 0, "", Map.of());

        assertThat(connection.sent).containsExactly("snapshot USD/EUR");
    }

    @Test
    void a_cursor_of_the_newest_tick_needs_no_snapshot() {
        subscriptions.add(select("USD/EUR"), 0, "", Map.of("USD/EUR", 1L));

        assertThat(connection.sent).isEmpty();
    }

    @Test
    void a_pair_that_is_subscribed_again_counts_once() {
        subscriptions.add(select("USD/EUR", "EUR/USD"), 0, "", Map.of());

        assertThatCode(() -> subscriptions.reserve(select("EUR/USD"))).doesNotThrowAnyException();
        assertTooMany(select("EUR/USD", "GBP/USD"));
    }

    @Test
    void unsubscribing_makes_room() {
        subscriptions.add(select("USD/EUR", "EUR/USD"), 0, "", Map.of());

        subscriptions.remove(select("USD/EUR"));

        assertThatCode(() -> subscriptions.reserve(select("GBP/USD"))).doesNotThrowAnyException();
    }

    @Test
    void every_pair_together_is_limited_like_pairs_by_name() {
        assertTooMany(select("*"));
        assertTooMany(select("USD/EUR", "EUR/USD", "GBP/USD"));
    }

    @Test
    void unknown_names_are_apart_from_known_ones() {
        var selection = select("USD/EUR", "FOO/BAR", "nonsense");

        assertThat(selection.names()).containsExactly("USD/EUR");
        assertThat(selection.unknown()).containsExactly("FOO/BAR", "nonsense");
    }

    private void assertTooMany(PairSelection selection) {
        assertThatThrownBy(() -> subscriptions.reserve(selection))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                        .isEqualTo(ForexError.TOO_MANY_SUBSCRIPTIONS));
    }

    private PairSelection select(String... names) {
        return PairSelection.of(List.of(names), latest, Instant.parse("2026-11-30T12:00:00Z"));
    }

    private Map<Pair, Tick> latest(String... pairs) {
        var ticks = new LinkedHashMap<Pair, Tick>();
        for (var name : pairs) {
            var pair = Pair.parse(name);
            ticks.put(pair, new Tick(pair, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, Instant.EPOCH, 1));
        }
        history.add(List.copyOf(ticks.values()));
        return ticks;
    }

    /** Connection that is never full. */
    private static final class Connection implements Subscriber.Outlet {
        private final List<String> sent = new ArrayList<>();

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void snapshot(EncodedTick tick) {
            sent.add("snapshot " + tick.tick().pair());
        }

        @Override
        public void tick(EncodedTick tick) {
            sent.add("tick " + tick.tick().pair());
        }

        @Override
        public void conflated(EncodedTick tick, long firstSeq) {
            sent.add("conflated " + tick.tick().pair());
        }

        @Override
        public void gap(Pair pair, long after) {
            sent.add("gap " + pair);
        }
    }
}
