package dev.corridor.forex.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.domain.Tick;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriberTest {
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final Broadcast broadcast = new Broadcast(metrics);
    private final Connection connection = new Connection();
    private final Subscriber subscriber = broadcast.join(connection);

    @Test
    void a_subscription_starts_with_a_snapshot_and_goes_on_with_every_tick() {
        broadcast.subscribe(subscriber, tick("USD/EUR", 1));
        broadcast.publish(tick("USD/EUR", 2));
        broadcast.publish(tick("GBP/USD", 9));
        broadcast.publish(tick("USD/EUR", 3));

        assertThat(connection.sent).containsExactly("snapshot USD/EUR 1", "tick USD/EUR 2", "tick USD/EUR 3");
    }

    @Test
    void while_the_connection_is_full_only_the_newest_tick_per_pair_waits() {
        broadcast.subscribe(subscriber, tick("USD/EUR", 1));
        broadcast.subscribe(subscriber, tick("GBP/USD", 1));
        connection.room = 0;
        for (int seq = 2; seq <= 100; seq++) {
            broadcast.publish(tick("USD/EUR", seq));
            broadcast.publish(tick("GBP/USD", seq));
        }
        connection.sent.clear();

        connection.room = 10;
        subscriber.drained();
        broadcast.publish(tick("USD/EUR", 101));

        assertThat(connection.sent).containsExactly("tick USD/EUR 100", "tick GBP/USD 100", "tick USD/EUR 101");
        assertThat(metrics.counter("corridor.forex.ticks.conflated").count()).isEqualTo(2 * 98);
    }

    @Test
    void draining_stops_when_the_connection_is_full_again() {
        connection.room = 0;
        broadcast.subscribe(subscriber, tick("USD/EUR", 1));
        broadcast.subscribe(subscriber, tick("GBP/USD", 1));

        connection.room = 1;
        subscriber.drained();
        assertThat(connection.sent).containsExactly("snapshot USD/EUR 1");

        connection.room = 1;
        subscriber.drained();
        assertThat(connection.sent).containsExactly("snapshot USD/EUR 1", "snapshot GBP/USD 1");
    }

    @Test
    void a_snapshot_that_had_to_wait_is_still_the_first_message_and_the_newest_price() {
        connection.room = 0;
        broadcast.subscribe(subscriber, tick("USD/EUR", 1));
        broadcast.publish(tick("USD/EUR", 2));

        connection.room = 10;
        subscriber.drained();

        assertThat(connection.sent).containsExactly("snapshot USD/EUR 2");
    }

    @Test
    void nothing_comes_of_a_pair_after_unsubscribing() {
        broadcast.subscribe(subscriber, tick("USD/EUR", 1));
        connection.room = 0;
        broadcast.publish(tick("USD/EUR", 2));
        broadcast.unsubscribe(subscriber, Pair.parse("USD/EUR"));
        connection.sent.clear();

        connection.room = 10;
        subscriber.drained();
        broadcast.publish(tick("USD/EUR", 3));

        assertThat(connection.sent).isEmpty();
    }

    @Test
    void a_full_connection_holds_up_nobody_else() {
        var healthy = new Connection();
        broadcast.subscribe(subscriber, tick("USD/EUR", 1));
        broadcast.subscribe(broadcast.join(healthy), tick("USD/EUR", 1));
        connection.room = 0;

        broadcast.publish(tick("USD/EUR", 2));

        assertThat(healthy.sent).containsExactly("snapshot USD/EUR 1", "tick USD/EUR 2");
    }

    private static Tick tick(String pair, long seq) {
        return new Tick(Pair.parse(pair), BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, Instant.EPOCH, seq);
    }

    /** Takes as many messages as there is room for. */
    private static final class Connection implements Subscriber.Outlet {
        private final List<String> sent = new ArrayList<>();
        private int room = Integer.MAX_VALUE;

        @Override
        public boolean isFull() {
            return room == 0;
        }

        @Override
        public void snapshot(TickFrame frame) {
            send("snapshot", frame);
        }

        @Override
        public void tick(TickFrame frame) {
            send("tick", frame);
        }

        private void send(String kind, TickFrame frame) {
            room--;
            sent.add(kind + " " + frame.tick().pair() + " " + frame.tick().seq());
        }
    }
}
