package dev.corridor.forex.candle.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.TestServers;
import dev.corridor.forex.candle.domain.Candle;
import dev.corridor.forex.candle.domain.CandleSeries;
import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.candle.domain.Ohlc;
import dev.corridor.forex.candle.domain.StoredCandles;
import dev.corridor.forex.domain.Pair;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.kit.sql.Schema;
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

    private CandleTable table;

    @BeforeEach
    void freshDatabase() {
        var settings = Settings.of(TestServers.shared().freshDatabase("forex"));
        Schema.migrate(Schema.Owner.from(settings), "forex");
        table = new CandleTable(Database.connect(VERTX, DatabaseSettings.from(settings)));
    }

    @AfterAll
    static void stop() {
        VERTX.close().await();
    }

    @Test
    void stored_candles_are_read_unchanged() {
        var minutes =
                List.of(minute(USD_EUR, 0, "1.10", "1.30", "1.00", "1.20"), minute(USD_EUR, 1, "1", "2", "1", "2"));
        table.add(minutes).await();

        assertThat(listed(USD_EUR, Granularity.M1)).isEqualTo(minutes);
        assertThat(listed(GBP_USD, Granularity.M1)).isEmpty();
        assertThat(read(USD_EUR, Granularity.M1, 1, 2).before()).contains(minutes.get(0));
        assertThat(read(USD_EUR, Granularity.M1, 0, 2).before()).isEmpty();
    }

    @Test
    void a_stored_candle_is_never_changed() {
        var first = minute(USD_EUR, 0, "1.1", "1.3", "1.0", "1.2");
        table.add(List.of(first)).await();

        table.add(List.of(minute(USD_EUR, 0, "9", "9", "9", "9"), minute(USD_EUR, 1, "2", "2", "2", "2")))
                .await();

        assertThat(listed(USD_EUR, Granularity.M1)).hasSize(2).startsWith(first);
    }

    @Test
    void shorter_candles_are_joined_to_a_longer_one() {
        table.add(List.of(
                        minute(USD_EUR, 1, "1.5", "1.6", "1.4", "1.5"),
                        minute(USD_EUR, 0, "1.1", "1.3", "1.0", "1.2"),
                        minute(USD_EUR, 2, "1.3", "1.4", "0.9", "1.0"),
                        minute(USD_EUR, 5, "9", "9", "9", "9"),
                        minute(GBP_USD, 3, "2", "2", "2", "2")))
                .await();

        var joined = table.joined(Granularity.M5, Granularity.M1, at(0), at(5)).await();

        assertThat(joined)
                .isEqualTo(Map.of(
                        USD_EUR, candle(USD_EUR, Granularity.M5, 0, ohlc("1.1", "1.6", "0.9", "1.0"), 30, false),
                        GBP_USD, candle(GBP_USD, Granularity.M5, 0, ohlc("2", "2", "2", "2"), 10, false)));
    }

    @Test
    void a_longer_candle_that_no_process_closed_is_finished_once_and_is_partial() {
        table.add(List.of(
                        minute(USD_EUR, 0, "1.1", "1.3", "1.0", "1.2"), minute(USD_EUR, 1, "1.5", "1.6", "1.4", "1.5")))
                .await();

        table.finish(Granularity.M5, Granularity.M1, at(0)).await();
        table.finish(Granularity.M5, Granularity.M1, at(0)).await();

        assertThat(listed(USD_EUR, Granularity.M5))
                .containsExactly(candle(USD_EUR, Granularity.M5, 0, ohlc("1.1", "1.6", "1.0", "1.5"), 20, true));
    }

    @Test
    void old_candles_are_deleted_in_batches() {
        table.add(IntStream.range(0, 10)
                        .mapToObj(i -> minute(USD_EUR, i, "1", "1", "1", "1"))
                        .toList())
                .await();

        assertThat(table.delete(Granularity.M1, at(7), 5).await()).isEqualTo(5);
        assertThat(table.delete(Granularity.M1, at(7), 5).await()).isEqualTo(2);
        assertThat(table.delete(Granularity.M5, at(7), 5).await()).isZero();
        assertThat(listed(USD_EUR, Granularity.M1)).extracting(Candle::start).containsExactly(at(7), at(8), at(9));
    }

    @Test
    void the_stored_progress_never_goes_back() {
        assertThat(table.storedUntil().await()).isEmpty();

        table.storeProgress(at(5)).await();
        table.storeProgress(at(3)).await();

        assertThat(table.storedUntil().await()).contains(at(5));
        assertThat(read(USD_EUR, Granularity.M1, 0, 1).storedUntil()).contains(at(5));
    }

    @Test
    void outages_are_found_by_the_range_they_touch() {
        var outage = new CandleSeries.Outage(at(3), at(5));
        table.addOutage(outage).await();
        table.addOutage(new CandleSeries.Outage(at(3), at(9))).await();

        assertThat(read(USD_EUR, Granularity.M1, 0, 3).outages()).isEmpty();
        assertThat(read(USD_EUR, Granularity.M1, 4, 6).outages()).containsExactly(outage);
        assertThat(read(USD_EUR, Granularity.M1, 5, 6).outages()).isEmpty();
    }

    private List<Candle> listed(Pair pair, Granularity granularity) {
        return read(pair, granularity, 0, 100).candles();
    }

    private StoredCandles read(Pair pair, Granularity granularity, int from, int to) {
        return table.read(new CandleSeries.Request(pair, granularity, at(from), at(to), 100))
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
