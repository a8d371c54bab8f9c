package dev.corridor.forex.candle.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.domain.Pair;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CandleSeriesTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Pair USD_EUR = Pair.parse("USD/EUR");

    private final TreeMap<Instant, Candle> known = new TreeMap<>();

    @Test
    void an_interval_without_a_candle_is_a_gap_with_the_close_before() {
        put(0, "1.1");
        put(3, "1.4");

        var series = series(0, 4, 10, Optional.empty());

        assertThat(series.candles()).extracting(Candle::isGap).containsExactly(false, true, true, false);
        assertThat(series.candles())
                .extracting(candle -> candle.mid().close())
                .containsExactly(
                        new BigDecimal("1.1"), new BigDecimal("1.1"), new BigDecimal("1.1"), new BigDecimal("1.4"));
        assertThat(series.candles()).allMatch(Candle::complete);
        assertThat(series.next()).isEmpty();
    }

    @Test
    void a_gap_at_the_start_has_the_close_of_the_candle_before_it() {
        put(2, "1.4");

        var series = series(1, 3, 10, Optional.of(candle(0, "1.1")));

        assertThat(series.candles()).hasSize(2);
        assertThat(series.candles().get(0).isGap()).isTrue();
        assertThat(series.candles().get(0).mid().close()).isEqualByComparingTo("1.1");
    }

    @Test
    void there_are_no_gaps_before_the_first_candle_ever() {
        put(2, "1.4");

        assertThat(series(0, 3, 10, Optional.empty()).candles())
                .extracting(Candle::start)
                .containsExactly(minute(2));
        known.clear();
        assertThat(series(0, 3, 10, Optional.empty()).candles()).isEmpty();
    }

    @Test
    void a_page_has_the_start_of_the_next_page() {
        put(0, "1.1");
        put(1, "1.2");
        put(2, "1.3");

        var page = series(0, 3, 2, Optional.empty());

        assertThat(page.candles()).hasSize(2);
        assertThat(page.next()).contains(minute(2));
    }

    @Test
    void candles_that_an_outage_touches_are_partial() {
        put(0, "1.1");
        put(1, "1.2");
        put(4, "1.3");
        var outage =
                new CandleSeries.Outage(minute(1).plusSeconds(30), minute(3).plusSeconds(1));

        var series = CandleSeries.of(
                request(0, 5, 10),
                new StoredCandles(Optional.of(minute(5)), Optional.empty(), stored(), List.of(outage)),
                List.of());

        assertThat(series.candles()).extracting(Candle::partial).containsExactly(false, true, true, true, false);
    }

    @Test
    void candles_in_memory_continue_the_stored_ones() {
        put(0, "1.1");
        var recent =
                List.of(candle(0, "9.9"), candle(1, "1.2"), candle(2, "1.3").with(false, false));

        var series = CandleSeries.of(request(0, 3, 10), storedUntil(minute(1)), recent);

        assertThat(series.candles())
                .extracting(candle -> candle.mid().close())
                .containsExactly(new BigDecimal("1.1"), new BigDecimal("1.2"), new BigDecimal("1.3"));
        assertThat(series.candles()).extracting(Candle::complete).containsExactly(true, true, false);
        assertThat(series.candles()).noneMatch(Candle::partial);
    }

    @Test
    void an_interval_that_is_neither_stored_nor_in_memory_is_a_partial_gap() {
        put(0, "1.1");
        put(2, "1.2");
        var recent = List.of(candle(5, "1.5"));

        var series = CandleSeries.of(request(0, 6, 10), storedUntil(minute(2)), recent);

        assertThat(series.candles()).extracting(Candle::isGap).containsExactly(false, true, false, true, true, false);
        assertThat(series.candles())
                .extracting(Candle::partial)
                .containsExactly(false, false, false, true, true, false);
        assertThat(series.candles()).extracting(Candle::complete).containsExactly(true, true, true, false, false, true);
        assertThat(series.candles().get(4).mid().close()).isEqualByComparingTo("1.2");
    }

    @Test
    void before_the_first_tick_of_a_process_a_gap_beyond_the_stored_progress_is_not_complete() {
        put(0, "1.1");

        var series = CandleSeries.of(request(0, 3, 10), storedUntil(minute(2)), List.of());

        assertThat(series.candles()).extracting(Candle::isGap).containsExactly(false, true, true);
        assertThat(series.candles()).extracting(Candle::complete).containsExactly(true, true, false);
    }

    @Test
    void a_complete_candle_stays_as_it_is_while_the_stored_progress_goes_on() {
        put(0, "1.1");
        var before = CandleSeries.of(request(0, 3, 10), storedUntil(minute(2)), List.of());
        put(2, "1.3");
        var after = CandleSeries.of(request(0, 3, 10), storedUntil(minute(3)), List.of());

        assertThat(after.candles()).allMatch(Candle::complete);
        assertThat(after.candles())
                .containsAll(before.candles().stream().filter(Candle::complete).toList());
    }

    @Test
    void the_gap_of_an_outage_that_is_known_is_complete() {
        put(0, "1.1");
        var outage = new CandleSeries.Outage(minute(1), minute(2));

        var series = CandleSeries.of(
                request(0, 2, 10),
                new StoredCandles(Optional.of(minute(2)), Optional.empty(), stored(), List.of(outage)),
                List.of());

        assertThat(series.candles().get(1).complete()).isTrue();
        assertThat(series.candles().get(1).partial()).isTrue();
    }

    @Test
    void a_stored_candle_beyond_the_stored_progress_is_not_partial() {
        put(0, "1.1");
        put(1, "1.2");

        var series = CandleSeries.of(request(0, 2, 10), storedUntil(minute(1)), List.of());

        assertThat(series.candles()).hasSize(2).noneMatch(Candle::partial);
    }

    private CandleSeries series(int from, int to, int limit, Optional<Candle> before) {
        return CandleSeries.of(
                request(from, to, limit),
                new StoredCandles(Optional.of(minute(to)), before, stored(), List.of()),
                List.of());
    }

    private StoredCandles storedUntil(Instant moment) {
        return new StoredCandles(Optional.of(moment), Optional.empty(), stored(), List.of());
    }

    private List<Candle> stored() {
        return List.copyOf(known.values());
    }

    private static CandleSeries.Request request(int from, int to, int limit) {
        return new CandleSeries.Request(USD_EUR, Granularity.M1, minute(from), minute(to), limit);
    }

    private void put(int minute, String price) {
        known.put(minute(minute), candle(minute, price));
    }

    private static Candle candle(int minute, String price) {
        var flat = Ohlc.flat(new BigDecimal(price));
        return new Candle(USD_EUR, Granularity.M1, minute(minute), flat, flat, flat, 1, true, false);
    }

    private static Instant minute(int minute) {
        return MIDNIGHT.plusSeconds(60L * minute);
    }
}
