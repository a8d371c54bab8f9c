package dev.corridor.forex.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.time.Duration;
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
    private static final TickSource.Start START =
            new TickSource.Start(new Checkpoint(0, List.of(), List.of(), List.of()), 0, List.of());

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
        var session = open(vertx, 1, false, START);

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
        var session = open(vertx, 1, false, START);
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
        var session = open(vertx, 2, false, START);
        next(session, 0);

        assertThat(next(session, 499)).isEmpty();
        assertThat(next(session, 500)).hasSize(2);
    }

    @Test
    void a_recording_that_has_ended_makes_no_more_steps(Vertx vertx) {
        var session = open(vertx, 1, false, START);
        next(session, 0);
        next(session, 4_000);

        assertThat(session.next(NOW.plusMillis(4_250))).isEmpty();
    }

    @Test
    void a_looping_recording_begins_again_a_second_after_its_last_line(Vertx vertx) {
        var session = open(vertx, 1, true, START);
        next(session, 0);
        next(session, 4_000);

        assertThat(next(session, 4_999)).isEmpty();
        assertThat(next(session, 5_000)).extracting(Tick::bid).containsExactly(new BigDecimal("0.930"));
        assertThat(next(session, 9_000)).hasSize(3);
    }

    @Test
    void a_session_that_has_all_ticks_continues_with_the_next_number(Vertx vertx) {
        var before = open(vertx, 1, false, START);
        next(before, 0);
        next(before, 10_000);
        var lastTicks = before.lastTicks(NOW);

        var after = open(vertx, 1, false, new TickSource.Start(before.checkpoint(), before.step(), lastTicks));

        assertThat(next(after, 0).get(0).seq()).isEqualTo(5);
    }

    @Test
    void a_session_that_lacks_ticks_skips_all_numbers_that_may_be_published(Vertx vertx) {
        var before = open(vertx, 1, false, START);
        next(before, 0);
        var checkpoint = before.checkpoint();
        next(before, 10_000);
        long highest = before.lastTicks(NOW).stream().mapToLong(Tick::seq).max().orElseThrow();

        var after = open(vertx, 1, false, new TickSource.Start(checkpoint, before.step(), List.of()));

        assertThat(next(after, 0)).allSatisfy(tick -> assertThat(tick.seq()).isGreaterThan(highest));
    }

    @Test
    void numbers_are_above_all_of_the_source_before(Vertx vertx) {
        var engines = new Checkpoint(7, List.of("EUR", "USD"), List.of(0.0, 0.1), List.of(41L, 40L));

        var session = open(vertx, 1, false, new TickSource.Start(engines, 7, List.of()));

        assertThat(next(session, 0)).allSatisfy(tick -> assertThat(tick.seq()).isGreaterThan(41));
        assertThat(session.step()).isEqualTo(8);
    }

    @Test
    void a_recording_longer_than_the_buffer_is_replayed_whole(Vertx vertx) throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 10_000; i++) {
            lines.add("2026-01-05T08:00:00Z,USD/EUR,0." + (10_000 + i) + ",0.99999");
        }
        file = Files.write(folder.resolve("long.csv"), lines);
        var session = open(vertx, 1, false, START);

        var ticks = new ArrayList<Tick>();
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            var batch = session.next(NOW);
            batch.ifPresent(step -> ticks.addAll(step.ticks()));
            return batch.isEmpty();
        });

        assertThat(ticks).hasSize(10_001);
        for (int i = 0; i < 10_000; i++) {
            assertThat(ticks.get(i + 1).bid()).isEqualTo(new BigDecimal("0." + (10_000 + i)));
        }
    }

    private static List<Tick> next(TickSource.Session session, long afterMs) {
        return session.next(NOW.plusMillis(afterMs)).orElseThrow().ticks();
    }

    private TickSource.Session open(Vertx vertx, double speed, boolean loops, TickSource.Start start) {
        var session = RecordedSource.load(vertx, new RecordingSettings(file, speed, loops))
                .compose(source -> vertx.executeBlocking(() -> source.open(start)))
                .await();
        sessions.add(session);
        return session;
    }
}
