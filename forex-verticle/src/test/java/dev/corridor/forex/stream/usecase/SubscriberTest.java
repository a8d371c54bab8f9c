package dev.corridor.forex.stream.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.domain.ManualClock;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickHistory;
import dev.corridor.forex.stream.wire.EncodedTick;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriberTest {
    private static final String EPOCH = "1f9c2ab0";

    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final ManualClock clock = new ManualClock();
    private final TickHistory history = new TickHistory(Duration.ofMinutes(5));
    private final Broadcast broadcast = new Broadcast(history, Runnable::run, clock, metrics);
    private final Connection connection = new Connection();
    private final Subscriber subscriber = broadcast.join(connection);

    @BeforeEach
    void begin() {
        history.setEpoch(EPOCH);
    }

    @Test
    void a_subscription_starts_with_a_snapshot_and_continues_with_every_tick() {
        subscribe("USD/EUR", 1);
        send(tick("USD/EUR", 2));
        send(tick("GBP/USD", 9));
        send(tick("USD/EUR", 3));

        assertThat(connection.sent).containsExactly("snapshot USD/EUR 1", "tick USD/EUR 2", "tick USD/EUR 3");
    }

    @Test
    void while_the_connection_is_full_only_the_newest_tick_per_pair_waits() {
        subscribe("USD/EUR", 1);
        subscribe("GBP/USD", 1);
        connection.room = 0;
        for (int seq = 2; seq <= 100; seq++) {
            send(tick("USD/EUR", seq));
            send(tick("GBP/USD", seq));
        }
        connection.sent.clear();

        connection.room = 10;
        subscriber.drained();
        send(tick("USD/EUR", 101));

        assertThat(connection.sent).containsExactly("tick USD/EUR 2-100", "tick GBP/USD 2-100", "tick USD/EUR 101");
        assertThat(metrics.counter("corridor.forex.ticks.conflated").count()).isEqualTo(2 * 98);
    }

    @Test
    void draining_stops_when_the_connection_is_full_again() {
        connection.room = 0;
        subscribe("USD/EUR", 1);
        subscribe("GBP/USD", 1);

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
        subscribe("USD/EUR", 1);
        send(tick("USD/EUR", 2));

        connection.room = 10;
        subscriber.drained();

        assertThat(connection.sent).containsExactly("snapshot USD/EUR 2");
    }

    @Test
    void an_unsubscribed_pair_is_silent() {
        subscribe("USD/EUR", 1);
        connection.room = 0;
        send(tick("USD/EUR", 2));
        broadcast.unsubscribe(subscriber, Pair.parse("USD/EUR"));
        connection.sent.clear();

        connection.room = 10;
        subscriber.drained();
        send(tick("USD/EUR", 3));

        assertThat(connection.sent).isEmpty();
    }

    @Test
    void a_full_connection_does_not_delay_others() {
        var healthy = new Connection();
        subscribe("USD/EUR", 1);
        broadcast.subscribe(broadcast.join(healthy), List.of(tick("USD/EUR", 1)), pair -> SubscriptionTerms.EVERY_TICK);
        connection.room = 0;

        send(tick("USD/EUR", 2));

        assertThat(healthy.sent).containsExactly("snapshot USD/EUR 1", "tick USD/EUR 2");
    }

    @Test
    void a_subscriber_that_leaves_during_a_broadcast_receives_nothing() {
        var later = new ArrayDeque<Runnable>();
        var inTurns = new Broadcast(history, later::add, clock, metrics);
        var all = Stream.generate(Connection::new).limit(100).toList();
        var subscribers = all.stream().map(inTurns::join).toList();
        subscribers.forEach(
                each -> inTurns.subscribe(each, List.of(tick("USD/EUR", 1)), pair -> SubscriptionTerms.EVERY_TICK));

        inTurns.publish(Map.of(Pair.parse("USD/EUR"), List.of(tick("USD/EUR", 2))), () -> {});
        inTurns.leave(subscribers.get(99));
        while (!later.isEmpty()) {
            later.remove().run();
        }

        assertThat(all.get(98).sent).containsExactly("snapshot USD/EUR 1", "tick USD/EUR 2");
        assertThat(all.get(99).sent).containsExactly("snapshot USD/EUR 1");
    }

    @Test
    void a_resumed_subscription_replays_missed_ticks_and_continues() {
        store("USD/EUR", 1, 5);

        subscribe("USD/EUR", 5, every(2));
        publish("USD/EUR", 6);

        assertThat(connection.sent)
                .containsExactly("tick USD/EUR 3", "tick USD/EUR 4", "tick USD/EUR 5", "tick USD/EUR 6");
    }

    @Test
    void a_subscription_that_missed_nothing_repeats_nothing() {
        store("USD/EUR", 1, 5);

        subscribe("USD/EUR", 5, every(5));
        publish("USD/EUR", 6);

        assertThat(connection.sent).containsExactly("tick USD/EUR 6");
    }

    @Test
    void a_replay_waits_for_room_and_loses_nothing() {
        store("USD/EUR", 1, 200);
        connection.room = 3;

        subscribe("USD/EUR", 200, every(0));
        publish("USD/EUR", 201);
        assertThat(connection.sent).contains("tick USD/EUR 1");
        while (connection.sent.size() < 201) {
            connection.room = 10;
            subscriber.drained();
        }

        assertThat(connection.sent)
                .isEqualTo(LongStream.rangeClosed(1, 201)
                        .mapToObj(seq -> "tick USD/EUR " + seq)
                        .toList());
        publish("USD/EUR", 202);
        assertThat(connection.sent).endsWith("tick USD/EUR 202");
    }

    @Test
    void ticks_no_longer_available_are_a_gap_and_a_snapshot() {
        store("USD/EUR", 50, 60);

        subscribe("USD/EUR", 60, every(10));

        assertThat(connection.sent).containsExactly("gap USD/EUR 10", "snapshot USD/EUR 60");
    }

    @Test
    void a_seq_beyond_the_newest_is_a_gap_and_a_snapshot() {
        store("USD/EUR", 50, 60);

        subscribe("USD/EUR", 60, every(1_000));

        assertThat(connection.sent).containsExactly("gap USD/EUR 1000", "snapshot USD/EUR 60");
    }

    @Test
    void a_cursor_of_another_life_is_a_gap_and_a_snapshot_although_its_seq_is_available() {
        store("USD/EUR", 1, 60);

        for (var epoch : List.of("77aa00bb", "")) {
            subscribe("USD/EUR", 60, new SubscriptionTerms(0, epoch, OptionalLong.of(50)));
        }

        assertThat(connection.sent)
                .containsExactly("gap USD/EUR 50", "snapshot USD/EUR 60", "gap USD/EUR 50", "snapshot USD/EUR 60");
    }

    @Test
    void an_interval_lets_the_newest_tick_stand_for_those_before_it() {
        subscribe("USD/EUR", 1, new SubscriptionTerms(1_000, EPOCH, OptionalLong.empty()));
        publish("USD/EUR", 2);
        publish("USD/EUR", 3);
        subscriber.pace();
        assertThat(connection.sent).containsExactly("snapshot USD/EUR 1");

        clock.advance(Duration.ofSeconds(1));
        subscriber.pace();
        publish("USD/EUR", 4);
        clock.advance(Duration.ofSeconds(1));
        subscriber.pace();

        assertThat(connection.sent).containsExactly("snapshot USD/EUR 1", "tick USD/EUR 2-3", "tick USD/EUR 4");
    }

    @Test
    void a_subscription_resumed_with_an_interval_receives_one_tick_for_all_missed_ones() {
        store("USD/EUR", 1, 5);

        subscribe("USD/EUR", 5, new SubscriptionTerms(1_000, EPOCH, OptionalLong.of(2)));

        assertThat(connection.sent).containsExactly("tick USD/EUR 3-5");
    }

    @Test
    void every_tick_of_one_publication_is_sent_in_order() {
        subscribe("USD/EUR", 1);

        broadcast.publish(Map.of(Pair.parse("USD/EUR"), List.of(tick("USD/EUR", 2), tick("USD/EUR", 3))), () -> {});

        assertThat(connection.sent).containsExactly("snapshot USD/EUR 1", "tick USD/EUR 2", "tick USD/EUR 3");
    }

    @Test
    void snapshots_and_gaps_wait_for_room_too() {
        store("GBP/USD", 50, 60);
        connection.room = 1;
        var both = List.of(tick("USD/EUR", 1), tick("GBP/USD", 60));
        broadcast.subscribe(subscriber, both, pair -> new SubscriptionTerms(0, EPOCH, OptionalLong.of(10)));
        assertThat(connection.sent).containsExactly("gap USD/EUR 10", "snapshot USD/EUR 1");

        connection.room = 1;
        subscriber.drained();

        assertThat(connection.sent.subList(2, 4)).containsExactly("gap GBP/USD 10", "snapshot GBP/USD 60");
    }

    @Test
    void a_connection_with_little_room_neglects_no_pair() {
        subscribe("USD/EUR", 1);
        subscribe("GBP/USD", 1);
        subscribe("EUR/USD", 1);
        connection.sent.clear();

        for (int seq = 2; seq <= 31; seq++) {
            connection.room = 1;
            send(tick("USD/EUR", seq));
            send(tick("GBP/USD", seq));
            send(tick("EUR/USD", seq));
            subscriber.drained();
        }

        for (var pair : List.of("USD/EUR", "GBP/USD", "EUR/USD")) {
            assertThat(connection.sent)
                    .filteredOn(sent -> sent.contains(pair))
                    .as(pair)
                    .hasSizeGreaterThanOrEqualTo(9);
        }
    }

    private void store(String pair, long from, long to) {
        LongStream.rangeClosed(from, to).forEach(seq -> history.add(List.of(tick(pair, seq))));
    }

    private void publish(String pair, long seq) {
        history.add(List.of(tick(pair, seq)));
        send(tick(pair, seq));
    }

    private void send(Tick tick) {
        broadcast.publish(Map.of(tick.pair(), List.of(tick)), () -> {});
    }

    private void subscribe(String pair, long newest) {
        subscribe(pair, newest, SubscriptionTerms.EVERY_TICK);
    }

    private void subscribe(String pair, long newest, SubscriptionTerms terms) {
        broadcast.subscribe(subscriber, List.of(tick(pair, newest)), same -> terms);
    }

    private static SubscriptionTerms every(long after) {
        return new SubscriptionTerms(0, EPOCH, OptionalLong.of(after));
    }

    private static Tick tick(String pair, long seq) {
        return new Tick(Pair.parse(pair), BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, Instant.EPOCH, seq);
    }

    /** Accepts as many messages as there is room for. */
    private static final class Connection implements Subscriber.Outlet {
        private final List<String> sent = new ArrayList<>();
        private int room = Integer.MAX_VALUE;

        @Override
        public boolean isFull() {
            return room <= 0;
        }

        @Override
        public void snapshot(EncodedTick tick) {
            send("snapshot", tick);
        }

        @Override
        public void tick(EncodedTick tick) {
            send("tick", tick);
        }

        @Override
        public void conflated(EncodedTick tick, long firstSeq) {
            room--;
            sent.add("tick " + tick.tick().pair() + " " + firstSeq + "-"
                    + tick.tick().seq());
        }

        @Override
        public void gap(Pair pair, long after) {
            sent.add("gap " + pair + " " + after);
        }

        private void send(String kind, EncodedTick tick) {
            room--;
            sent.add(kind + " " + tick.tick().pair() + " " + tick.tick().seq());
        }
    }
}
