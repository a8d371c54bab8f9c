package dev.corridor.forex.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Checkpoint;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickSource;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class RecordedSourceTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Pair USD_EUR = Pair.parse("USD/EUR");
    private static final Pair GBP_EUR = Pair.parse("GBP/EUR");
    private static final TickSource.Beginning BEGINNING =
            new TickSource.Beginning(new Checkpoint(0, List.of(), List.of(), List.of()), 0, List.of());

    @TempDir
    Path folder;

    private final List<TickSource.Session> sessions = new ArrayList<>();
    private Path file;

    @AfterEach
    void close() {
        sessions.forEach(TickSource.Session::close);
    }

    @BeforeEach
    void record() throws IOException {
        file = Files.write(
                folder.resolve("recording.csv"),
                List.of(
                        "2026-01-05T08:00:01Z,USD/EUR,0.93,0.94",
                        "2026-01-05T08:00:02Z,USD/EUR,0.931,0.941",
                        "2026-01-05T08:00:02Z,GBP/EUR,1.13,1.14",
                        "2026-01-05T08:00:05Z,USD/EUR,0.932,0.942"));
    }

    @Test
    void the_first_step_has_every_pair_and_a_line_comes_when_it_is_due(Vertx vertx) {
        var session = open(vertx, 1, false, BEGINNING);

        assertThat(next(session, 0)).extracting(Tick::pair).contains(USD_EUR, GBP_EUR);
        assertThat(next(session, 999)).isEmpty();
        assertThat(next(session, 1_000)).extracting(Tick::pair).containsExactly(USD_EUR, GBP_EUR);
        assertThat(next(session, 3_999)).isEmpty();
        var last = next(session, 4_000);
        assertThat(last).hasSize(1);
        assertThat(last.get(0).bid()).isEqualTo(new BigDecimal("0.932"));
        assertThat(last.get(0).mid()).isEqualTo(new BigDecimal("0.937"));
        assertThat(last.get(0).ask()).isEqualTo(new BigDecimal("0.942"));
        assertThat(last.get(0).time()).isEqualTo(NOW.plusMillis(4_000));
    }

    @Test
    void numbers_rise_by_one_per_pair_and_step(Vertx vertx) {
        var session = open(vertx, 1, false, BEGINNING);
        var ticks = new ArrayList<>(next(session, 0));
        ticks.addAll(next(session, 10_000));

        assertThat(ticks)
                .filteredOn(tick -> tick.pair().equals(USD_EUR))
                .extracting(Tick::seq)
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(ticks)
                .filteredOn(tick -> tick.pair().equals(GBP_EUR))
                .extracting(Tick::seq)
                .containsExactly(1L, 2L);
        assertThat(session.step()).isEqualTo(2);
    }

    @Test
    void at_double_speed_a_line_is_due_in_half_the_time(Vertx vertx) {
        var session = open(vertx, 2, false, BEGINNING);
        next(session, 0);

        assertThat(next(session, 499)).isEmpty();
        assertThat(next(session, 500)).hasSize(2);
    }

    @Test
    void after_its_end_there_is_nothing_more(Vertx vertx) {
        var session = open(vertx, 1, false, BEGINNING);
        next(session, 0);
        next(session, 4_000);

        assertThat(session.next(NOW.plusMillis(4_250))).isEmpty();
    }

    @Test
    void one_that_loops_begins_again_a_second_after_its_last_line(Vertx vertx) {
        var session = open(vertx, 1, true, BEGINNING);
        next(session, 0);
        next(session, 4_000);

        assertThat(next(session, 4_999)).isEmpty();
        assertThat(next(session, 5_000)).extracting(Tick::bid).containsExactly(new BigDecimal("0.930"));
        assertThat(next(session, 9_000)).hasSize(3);
    }

    @Test
    void whoever_has_heard_all_goes_on_with_the_next_number(Vertx vertx) {
        var before = open(vertx, 1, false, BEGINNING);
        next(before, 0);
        next(before, 10_000);
        var told = before.standing(NOW);

        var after = open(vertx, 1, false, new TickSource.Beginning(before.checkpoint(), before.step(), told));

        assertThat(next(after, 0).get(0).seq()).isEqualTo(5);
    }

    @Test
    void whoever_has_not_passes_over_all_that_may_have_been_told(Vertx vertx) {
        var before = open(vertx, 1, false, BEGINNING);
        next(before, 0);
        var checkpoint = before.checkpoint();
        next(before, 10_000);
        long told = before.standing(NOW).stream().mapToLong(Tick::seq).max().orElseThrow();

        var after = open(vertx, 1, false, new TickSource.Beginning(checkpoint, before.step(), List.of()));

        assertThat(next(after, 0)).allSatisfy(tick -> assertThat(tick.seq()).isGreaterThan(told));
    }

    @Test
    void after_another_source_its_numbers_are_above_all_of_that_ones(Vertx vertx) {
        var engines = new Checkpoint(7, List.of("EUR", "USD"), List.of(0.0, 0.1), List.of(41L, 40L));

        var session = open(vertx, 1, false, new TickSource.Beginning(engines, 7, List.of()));

        assertThat(next(session, 0)).allSatisfy(tick -> assertThat(tick.seq()).isGreaterThan(41));
        assertThat(session.step()).isEqualTo(8);
    }

    @Test
    void a_recording_longer_than_what_is_read_at_once_is_played_whole(Vertx vertx) throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 10_000; i++) {
            lines.add("2026-01-05T08:00:00Z,USD/EUR,0." + (10_000 + i) + ",0.99999");
        }
        file = Files.write(folder.resolve("long.csv"), lines);
        var session = open(vertx, 1, false, BEGINNING);

        var ticks = new ArrayList<Tick>();
        for (var batch = session.next(NOW); batch.isPresent(); batch = session.next(NOW)) {
            ticks.addAll(batch.get().ticks());
            vertx.timer(1).await();
        }

        assertThat(ticks).hasSize(10_001);
        for (int i = 0; i < 10_000; i++) {
            assertThat(ticks.get(i + 1).bid()).isEqualTo(new BigDecimal("0." + (10_000 + i)));
        }
    }

    private static List<Tick> next(TickSource.Session session, long afterMs) {
        return session.next(NOW.plusMillis(afterMs)).orElseThrow().ticks();
    }

    private TickSource.Session open(Vertx vertx, double speed, boolean loops, TickSource.Beginning beginning) {
        var session = RecordedSource.open(vertx, new RecordingSettings(file, speed, loops))
                .compose(source -> source.open(beginning))
                .await();
        sessions.add(session);
        return session;
    }
}
