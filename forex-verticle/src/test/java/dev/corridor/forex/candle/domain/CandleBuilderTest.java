package dev.corridor.forex.candle.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.kit.value.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CandleBuilderTest {
    private static final Pair USD_EUR = Pair.parse("USD/EUR");
    private static final Pair USD_SEK = Pair.parse("USD/SEK");
    private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");

    private final CandleBuilder builder = new CandleBuilder(Set.of(Currency.of("USD"), Currency.of("EUR")));
    private final Map<Pair, Long> seqs = new HashMap<>();

    @Test
    void a_candle_has_the_first_the_highest_the_lowest_and_the_last_price() {
        add(USD_EUR, 0, "1.2");
        add(USD_EUR, 250, "1.4");
        add(USD_EUR, 500, "1.1");
        add(USD_EUR, 750, "1.3");

        var candle = only(Granularity.S1, builder.advance(at(1_000)));

        assertThat(candle.mid()).isEqualTo(ohlc("1.2", "1.4", "1.1", "1.3"));
        assertThat(candle.bid()).isEqualTo(ohlc("1.1", "1.3", "1.0", "1.2"));
        assertThat(candle.ask()).isEqualTo(ohlc("1.3", "1.5", "1.2", "1.4"));
        assertThat(candle.ticks()).isEqualTo(4);
        assertThat(candle.start()).isEqualTo(MIDNIGHT);
        assertThat(candle.complete()).isTrue();
        assertThat(candle.partial()).isFalse();
    }

    @Test
    void a_candle_closes_by_the_clock_and_not_before() {
        add(USD_EUR, 100, "1.2");

        assertThat(builder.advance(at(999))).isEmpty();
        assertThat(builder.advance(at(1_000))).hasSize(1);
        assertThat(builder.advance(at(1_100))).isEmpty();
    }

    @Test
    void a_tick_of_the_next_interval_closes_a_candle() {
        add(USD_EUR, 100, "1.2");

        var closed = add(USD_EUR, 1_000, "1.3");

        assertThat(only(Granularity.S1, closed).mid()).isEqualTo(ohlc("1.2", "1.2", "1.2", "1.2"));
        assertThat(builder.open(USD_EUR, Granularity.S1).orElseThrow().mid())
                .isEqualTo(ohlc("1.3", "1.3", "1.3", "1.3"));
    }

    @Test
    void an_interval_without_a_tick_is_a_gap_with_the_close_before() {
        add(USD_EUR, 0, "1.2");
        add(USD_EUR, 500, "1.3");
        builder.advance(at(1_000));

        var gap = only(Granularity.S1, builder.advance(at(2_000)));

        assertThat(gap.isGap()).isTrue();
        assertThat(gap.ticks()).isZero();
        assertThat(gap.complete()).isTrue();
        assertThat(gap.start()).isEqualTo(at(1_000));
        assertThat(gap.mid()).isEqualTo(ohlc("1.3", "1.3", "1.3", "1.3"));
    }

    @Test
    void open_candles_of_all_granularities_are_not_complete() {
        add(USD_EUR, 0, "1.2");
        add(USD_EUR, 61_000, "1.5");
        add(USD_EUR, 62_500, "1.4");

        for (var granularity : List.of(Granularity.M5, Granularity.M15, Granularity.H1, Granularity.D)) {
            var open = builder.open(USD_EUR, granularity).orElseThrow();
            assertThat(open.complete()).isFalse();
            assertThat(open.mid()).isEqualTo(ohlc("1.2", "1.5", "1.2", "1.4"));
            assertThat(open.ticks()).isEqualTo(3);
            assertThat(open.granularity()).isEqualTo(granularity);
            assertThat(open.start()).isEqualTo(MIDNIGHT);
        }
        assertThat(builder.open(USD_EUR, Granularity.M1).orElseThrow().mid())
                .isEqualTo(ohlc("1.5", "1.5", "1.4", "1.4"));
    }

    @Test
    void an_open_interval_without_a_tick_is_an_open_gap() {
        add(USD_EUR, 0, "1.2");
        builder.advance(at(1_000));

        var open = builder.open(USD_EUR, Granularity.S1).orElseThrow();

        assertThat(open.isGap()).isTrue();
        assertThat(open.complete()).isFalse();
        assertThat(open.start()).isEqualTo(at(1_000));
    }

    @Test
    void only_configured_currencies_have_candles_of_one_second() {
        add(USD_SEK, 0, "9.5");

        assertThat(builder.open(USD_SEK, Granularity.S1)).isEmpty();
        assertThat(builder.open(USD_SEK, Granularity.M1)).isPresent();
        assertThat(builder.advance(at(1_000))).isEmpty();
        assertThat(only(Granularity.M1, builder.advance(at(60_000))).ticks()).isEqualTo(1);
    }

    @Test
    void a_candle_whose_start_was_missed_is_partial() {
        var late = new CandleBuilder(Set.of());
        late.add(List.of(tick(USD_EUR, 29_000, "1.1", 7)));
        late.add(List.of(tick(USD_EUR, 31_000, "1.2", 8)));

        var first = only(Granularity.M1, late.advance(at(60_000)));
        late.add(List.of(tick(USD_EUR, 61_000, "1.3", 9)));
        var second = only(Granularity.M1, late.advance(at(120_000)));

        assertThat(first.partial()).isTrue();
        assertThat(first.ticks()).isEqualTo(2);
        assertThat(late.watchedSince()).contains(at(29_000));
        assertThat(second.partial()).isFalse();
        assertThat(late.open(USD_EUR, Granularity.D).orElseThrow().partial()).isTrue();
    }

    @Test
    void a_missing_sequence_number_makes_a_candle_partial() {
        builder.add(List.of(tick(USD_EUR, 0, "1.2", 1)));
        builder.add(List.of(tick(USD_EUR, 500, "1.3", 3)));

        assertThat(only(Granularity.S1, builder.advance(at(1_000))).partial()).isTrue();
        builder.add(List.of(tick(USD_EUR, 1_500, "1.3", 4)));
        assertThat(only(Granularity.S1, builder.advance(at(2_000))).partial()).isFalse();
        assertThat(only(Granularity.M1, builder.advance(at(60_000))).partial()).isTrue();
    }

    @Test
    void all_candles_that_missing_ticks_may_belong_to_are_partial() {
        builder.add(List.of(tick(USD_EUR, 0, "1.2", 1)));

        var closed = builder.add(List.of(tick(USD_EUR, 3_500, "1.3", 5)));

        assertThat(closed.stream().filter(candle -> candle.granularity() == Granularity.S1))
                .hasSize(3)
                .allMatch(Candle::partial);
        assertThat(only(Granularity.S1, builder.advance(at(4_000))).partial()).isTrue();
        assertThat(only(Granularity.S1, builder.advance(at(5_000))).partial()).isFalse();
    }

    @Test
    void a_repeated_tick_counts_once() {
        builder.add(List.of(tick(USD_EUR, 0, "1.2", 1), tick(USD_EUR, 0, "1.2", 1)));

        assertThat(builder.open(USD_EUR, Granularity.S1).orElseThrow().ticks()).isEqualTo(1);
    }

    @Test
    void a_tick_that_arrives_after_its_candle_closed_is_counted_as_late() {
        add(USD_EUR, 500, "1.2");
        builder.advance(at(1_000));

        add(USD_EUR, 900, "9.9");

        assertThat(builder.lateTicks()).isEqualTo(1);
        assertThat(builder.open(USD_EUR, Granularity.M1).orElseThrow().mid().high())
                .isEqualByComparingTo("1.2");
    }

    @Test
    void stored_shorter_candles_complete_an_open_candle() {
        var second = new CandleBuilder(Set.of());
        second.add(List.of(tick(USD_EUR, 130_000, "1.5", 10)));
        var stored = new Candle(
                USD_EUR,
                Granularity.M5,
                MIDNIGHT,
                ohlc("1.0", "1.8", "1.0", "1.1"),
                ohlc("1.2", "2.0", "1.2", "1.3"),
                ohlc("1.1", "1.9", "1.1", "1.2"),
                400,
                true,
                false);

        second.restore(Granularity.M5, Map.of(USD_EUR, stored));
        var open = second.open(USD_EUR, Granularity.M5).orElseThrow();

        assertThat(open.mid()).isEqualTo(ohlc("1.1", "1.9", "1.1", "1.5"));
        assertThat(open.ticks()).isEqualTo(401);
        assertThat(open.partial()).as("because its own minute is").isTrue();
    }

    @Test
    void after_a_long_suspension_not_every_gap_is_reported() {
        add(USD_EUR, 0, "1.2");

        var closed = builder.advance(MIDNIGHT.plusSeconds(100_000));

        assertThat(closed).hasSizeLessThan(200);
        assertThat(builder.open(USD_EUR, Granularity.S1).orElseThrow().start())
                .isEqualTo(MIDNIGHT.plusSeconds(100_000));
    }

    /** A longer candle equals the candle made directly of its ticks, wherever the ticks fall. */
    @Test
    void longer_candles_agree_with_the_ticks() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var ticks = new ArrayList<Tick>();
        var closed = new ArrayList<Candle>();
        long ms = 0;
        for (long seq = 1; ms < 2 * 3_600_000; seq++) {
            ms += 1 + (long) (random.nextDouble() * random.nextDouble() * 40_000);
            var tick = tick(USD_EUR, ms, new BigDecimal(100_000 + random.nextInt(1_000)).movePointLeft(5) + "", seq);
            ticks.add(tick);
            closed.addAll(builder.advance(at(ms - random.nextInt(250))));
            closed.addAll(builder.add(List.of(tick)));
        }

        for (var candle : closed) {
            var within = ticks.stream()
                    .filter(tick ->
                            !tick.time().isBefore(candle.start()) && tick.time().isBefore(candle.end()))
                    .toList();
            assertThat(candle.ticks()).as("seed %d, %s", seed, candle).isEqualTo(within.size());
            if (!within.isEmpty()) {
                assertThat(candle.mid()).as("seed %d", seed).isEqualTo(ohlc(within));
            }
        }
        assertThat(closed.stream().filter(candle -> candle.granularity() == Granularity.M15))
                .hasSize(8);
    }

    private static Ohlc ohlc(List<Tick> ticks) {
        Stream<BigDecimal> mids = ticks.stream().map(Tick::mid);
        var sorted = mids.sorted().toList();
        return new Ohlc(
                ticks.get(0).mid(),
                sorted.get(sorted.size() - 1),
                sorted.get(0),
                ticks.get(ticks.size() - 1).mid());
    }

    private List<Candle> add(Pair pair, long ms, String mid) {
        return builder.add(List.of(tick(pair, ms, mid, seqs.merge(pair, 1L, Long::sum))));
    }

    private static Tick tick(Pair pair, long ms, String mid, long seq) {
        var price = new BigDecimal(mid);
        var half = new BigDecimal("0.1");
        return new Tick(pair, price.subtract(half), price.add(half), price, at(ms), seq);
    }

    private static Instant at(long ms) {
        return MIDNIGHT.plusMillis(ms);
    }

    private static Ohlc ohlc(String open, String high, String low, String close) {
        return new Ohlc(new BigDecimal(open), new BigDecimal(high), new BigDecimal(low), new BigDecimal(close));
    }

    private static Candle only(Granularity granularity, List<Candle> candles) {
        var found = candles.stream()
                .filter(candle -> candle.granularity() == granularity)
                .toList();
        assertThat(found).isNotEmpty();
        return found.get(0);
    }
}
