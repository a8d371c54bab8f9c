package dev.corridor.forex.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Instrument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {
    @TempDir
    Path folder;

    @Test
    void a_recording_has_the_pairs_that_are_in_it_with_as_many_digits_as_their_prices_have() {
        var recording = Recording.read(file(
                "time,pair,bid,ask",
                "2026-01-05T08:00:00Z,USD/EUR,0.93,0.94",
                "2026-01-05T08:00:00.5Z,USD/JPY,134.741,134.8",
                "2026-01-05T08:00:02Z,USD/EUR,0.9301,0.94"));

        assertThat(recording.length()).isEqualTo(Duration.ofSeconds(2));
        assertThat(recording.opening()).containsOnlyKeys(Pair.parse("USD/EUR"), Pair.parse("USD/JPY"));
        assertThat(recording.instruments()).extracting(Instrument::decimals).containsExactly(4, 3);
        assertThat(recording.instruments().get(0).minimum().amount()).isEqualTo("0.02");
        assertThat(recording.instruments().get(0).halfSpread()).isEqualTo(new BigDecimal("0.005348"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "time,pair,bid,ask",
                "2026-01-05T08:00:00Z,USD/EUR,0.93",
                "2026-01-05T08:00:00Z,USD/EUR,0.93,0.94,0.95",
                "2026-01-05 08:00:00,USD/EUR,0.93,0.94",
                "2026-01-05T08:00:00Z,USD/USD,0.93,0.94",
                "2026-01-05T08:00:00Z,USDEUR,0.93,0.94",
                "2026-01-05T08:00:00Z,USD/EUR,-0.93,0.94",
                "2026-01-05T08:00:00Z,USD/EUR,0.93,1e2",
                "2026-01-05T08:00:00Z,USD/EUR,0,0.94",
                "2026-01-05T08:00:00Z,USD/EUR,0.95,0.94",
                "2026-01-05T07:59:59Z,USD/EUR,0.93,0.94",
                "2026-01-05T08:00:00Z,GBP/EUR,0.0000000001,999999999"
            })
    void a_malformed_line_is_named(String malformed) {
        var file = file("2026-01-05T08:00:00Z,USD/EUR,0.93,0.94", malformed);

        assertThatThrownBy(() -> Recording.read(file)).hasMessageStartingWith("line 2 of " + file);
    }

    @Test
    void a_file_of_another_kind_is_not_read_into_memory() {
        var file = file("x".repeat(10_000_000));

        assertThatThrownBy(() -> Recording.read(file)).hasMessageContaining("more than 128 characters");
    }

    @Test
    void a_file_without_a_price_is_none() {
        assertThatThrownBy(() -> Recording.read(file("time,pair,bid,ask")))
                .hasMessageContaining("no line with a price");
        assertThatThrownBy(() -> Recording.read(folder.resolve("nowhere"))).isInstanceOf(UncheckedIOException.class);
    }

    private Path file(String... lines) {
        try {
            return Files.writeString(folder.resolve("recording.csv"), String.join("\n", lines) + "\n");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
