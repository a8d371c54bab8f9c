package dev.corridor.forex.candle.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.TestServers;
import dev.corridor.forex.candle.domain.Candle;
import dev.corridor.forex.candle.domain.CandleSeries;
import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.candle.domain.Ohlc;
import dev.corridor.forex.domain.Pair;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CandleTableIT {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Pair USD_EUR = Pair.parse("USD/EUR");
    private static final Pair GBP_USD = Pair.parse("GBP/USD");
    private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");

    private CandleTable candles;

    @BeforeEach
    void freshDatabase() {
        var settings = DatabaseSettings.from(Settings.of(TestServers.shared().freshDatabase("forex")));
        Database.migrate(VERTX, settings, "forex").await();
        candles = new CandleTable(Database.connect(VERTX, settings));
    }

    @AfterAll
    static void stop() {
        VERTX.close().await();
    }

    @Test
    void what_was_kept_comes_back_as_it_was() {
        var minutes =
                List.of(minute(USD_EUR, 0, "1.10", "1.30", "1.00", "1.20"), minute(USD_EUR, 1, "1", "2", "1", "2"));
        candles.add(minutes).await();

        assertThat(listed(USD_EUR, Granularity.M1)).isEqualTo(minutes);
        assertThat(listed(GBP_USD, Granularity.M1)).isEmpty();
        assertThat(candles.before(USD_EUR, Granularity.M1, at(1)).await()).contains(minutes.get(0));
        assertThat(candles.before(USD_EUR, Granularity.M1, at(0)).await()).isEmpty();
    }

    @Test
    void a_candle_that_is_there_stays_as_it_is() {
        var first = minute(USD_EUR, 0, "1.1", "1.3", "1.0", "1.2");
        candles.add(List.of(first)).await();

        candles.add(List.of(minute(USD_EUR, 0, "9", "9", "9", "9"), minute(USD_EUR, 1, "2", "2", "2", "2")))
                .await();

        assertThat(listed(USD_EUR, Granularity.M1)).hasSize(2).startsWith(first);
    }

    @Test
    void shorter_candles_are_joined_to_a_longer_one() {
        candles.add(List.of(
                        minute(USD_EUR, 1, "1.5", "1.6", "1.4", "1.5"),
                        minute(USD_EUR, 0, "1.1", "1.3", "1.0", "1.2"),
                        minute(USD_EUR, 2, "1.3", "1.4", "0.9", "1.0"),
                        minute(USD_EUR, 5, "9", "9", "9", "9"),
                        minute(GBP_USD, 3, "2", "2", "2", "2")))
                .await();

        var joined =
                candles.joined(Granularity.M5, Granularity.M1, at(0), at(5)).await();

        assertThat(joined)
                .isEqualTo(Map.of(
                        USD_EUR, candle(USD_EUR, Granularity.M5, 0, ohlc("1.1", "1.6", "0.9", "1.0"), 30, false),
                        GBP_USD, candle(GBP_USD, Granularity.M5, 0, ohlc("2", "2", "2", "2"), 10, false)));
    }

    @Test
    void a_longer_candle_that_nobody_closed_is_finished_once_and_says_that_it_is_partial() {
        candles.add(List.of(
                        minute(USD_EUR, 0, "1.1", "1.3", "1.0", "1.2"), minute(USD_EUR, 1, "1.5", "1.6", "1.4", "1.5")))
                .await();

        candles.finish(Granularity.M5, Granularity.M1, at(0)).await();
        candles.finish(Granularity.M5, Granularity.M1, at(0)).await();

        assertThat(listed(USD_EUR, Granularity.M5))
                .containsExactly(candle(USD_EUR, Granularity.M5, 0, ohlc("1.1", "1.6", "1.0", "1.5"), 20, true));
    }

    @Test
    void old_ones_are_removed_some_at_a_time() {
        candles.add(IntStream.range(0, 10)
                        .mapToObj(i -> minute(USD_EUR, i, "1", "1", "1", "1"))
                        .toList())
                .await();

        assertThat(candles.remove(Granularity.M1, at(7), 5).await()).isEqualTo(5);
        assertThat(candles.remove(Granularity.M1, at(7), 5).await()).isEqualTo(2);
        assertThat(candles.remove(Granularity.M5, at(7), 5).await()).isZero();
        assertThat(listed(USD_EUR, Granularity.M1)).extracting(Candle::start).containsExactly(at(7), at(8), at(9));
    }

    @Test
    void how_far_they_go_never_goes_back() {
        assertThat(candles.builtUntil().await()).isEmpty();

        candles.buildUntil(at(5)).await();
        candles.buildUntil(at(3)).await();

        assertThat(candles.builtUntil().await()).contains(at(5));
    }

    @Test
    void outages_are_found_by_the_time_they_touch() {
        var outage = new CandleSeries.Outage(at(3), at(5));
        candles.addOutage(outage).await();
        candles.addOutage(new CandleSeries.Outage(at(3), at(9))).await();

        assertThat(candles.outages(at(0), at(3)).await()).isEmpty();
        assertThat(candles.outages(at(4), at(6)).await()).containsExactly(outage);
        assertThat(candles.outages(at(5), at(6)).await()).isEmpty();
    }

    private List<Candle> listed(Pair pair, Granularity granularity) {
        return candles.list(new CandleSeries.Request(pair, granularity, at(0), at(100), 100))
                .await();
    }

    private static Candle minute(Pair pair, int minute, String open, String high, String low, String close) {
        return candle(pair, Granularity.M1, minute, ohlc(open, high, low, close), 10, false);
    }

    private static Candle candle(
            Pair pair, Granularity granularity, int minute, Ohlc prices, long ticks, boolean partial) {
        return new Candle(pair, granularity, at(minute), prices, prices, prices, ticks, true, partial);
    }

    private static Ohlc ohlc(String open, String high, String low, String close) {
        return new Ohlc(new BigDecimal(open), new BigDecimal(high), new BigDecimal(low), new BigDecimal(close));
    }

    private static Instant at(int minute) {
        return MIDNIGHT.plusSeconds(60L * minute);
    }
}
