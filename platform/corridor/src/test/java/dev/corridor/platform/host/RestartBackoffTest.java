package dev.corridor.platform.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RestartBackoffTest {
    private final AtomicLong nanos = new AtomicLong();
    private final RestartBackoff backoff = new RestartBackoff(nanos::get);

    @Test
    void pauses_grow_up_to_a_bound_and_never_end() {
        assertThat(pauses(9)).containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
        assertThat(pauses(1_000)).containsOnly(30L);
    }

    @Test
    void a_process_that_ran_for_a_while_is_restarted_at_once() {
        pauses(5);
        backoff.started();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());

        backoff.ended();

        assertThat(pauses(2)).containsExactly(0L, 1L);
    }

    @Test
    void a_process_that_ends_soon_after_its_start_is_not_forgotten() {
        pauses(3);
        backoff.started();
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());

        backoff.ended();

        assertThat(pauses(1)).containsExactly(4L);
    }

    private List<Long> pauses(int attempts) {
        return Stream.generate(() -> backoff.next().toSeconds()).limit(attempts).toList();
    }
}
