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
    void what_there_is_not_between_candles_is_a_gap_with_the_close_before() {
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
    void a_gap_at_the_beginning_has_the_close_of_the_one_before_it() {
        put(2, "1.4");

        var series = series(1, 3, 10, Optional.of(candle(0, "1.1")));

        assertThat(series.candles()).hasSize(2);
        assertThat(series.candles().get(0).isGap()).isTrue();
        assertThat(series.candles().get(0).mid().close()).isEqualByComparingTo("1.1");
    }

    @Test
    void nothing_is_made_up_before_the_first_candle_there_ever_was() {
        put(2, "1.4");

        assertThat(series(0, 3, 10, Optional.empty()).candles())
                .extracting(Candle::start)
                .containsExactly(minute(2));
        known.clear();
        assertThat(series(0, 3, 10, Optional.empty()).candles()).isEmpty();
    }

    @Test
    void a_page_says_where_the_next_one_begins() {
        put(0, "1.1");
        put(1, "1.2");
        put(2, "1.3");

        var page = series(0, 3, 2, Optional.empty());

        assertThat(page.candles()).hasSize(2);
        assertThat(page.next()).contains(minute(2));
    }

    @Test
    void what_nobody_watched_is_partial() {
        put(0, "1.1");
        put(1, "1.2");
        put(4, "1.3");
        var outage =
                new CandleSeries.Outage(minute(1).plusSeconds(30), minute(3).plusSeconds(1));

        var series = CandleSeries.of(request(0, 5, 10), Optional.empty(), known, List.of(outage));

        assertThat(series.candles()).extracting(Candle::partial).containsExactly(false, true, true, true, false);
    }

    private CandleSeries series(int from, int to, int limit, Optional<Candle> before) {
        return CandleSeries.of(request(from, to, limit), before, known, List.of());
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
