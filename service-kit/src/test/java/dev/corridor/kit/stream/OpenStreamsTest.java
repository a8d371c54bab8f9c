package dev.corridor.kit.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenStreamsTest {
    private static final int MIB = 1024 * 1024;

    private final StreamBudget budget = new StreamBudget(MIB);
    private final OpenStreams streams = streams(1_000);
    private long nowMs;

    @Test
    void streams_beyond_the_budget_are_refused_and_admitted_when_others_end() {
        var open = fill();

        assertThat(open).hasSizeBetween(300, 400);
        assertOverloaded(streams::requireRoom);

        open.forEach(connection -> connection.stream.close());
        streams.requireRoom();
        assertThat(budget.fixedBytes()).isZero();
    }

    @Test
    void streams_beyond_the_limit_of_an_event_loop_are_refused() {
        var few = streams(2);
        open(few);
        open(few);

        assertOverloaded(few::requireRoom);
    }

    @Test
    void the_more_streams_there_are_the_less_each_may_queue() {
        var first = open();
        int alone = first.limit;
        fill();

        assertThat(alone).isEqualTo(64 * 1024);
        assertThat(first.limit).isEqualTo(StreamBudget.MIN_QUEUE_BYTES);
    }

    @Test
    void what_all_streams_hold_and_may_queue_is_never_more_than_the_budget() {
        var open = new ArrayList<Connection>();
        for (int i = 0; i < 200; i++) {
            open.add(open());
            long queued =
                    open.stream().mapToLong(connection -> connection.limit).sum();
            assertThat(budget.fixedBytes() + queued).as("%d streams", i).isLessThanOrEqualTo(MIB);
        }
    }

    @Test
    void what_a_stream_holds_counts_until_it_ends() {
        var stream = open().stream;
        stream.hold(MIB / 2);

        assertOverloaded(() -> stream.hold(MIB / 2));
        stream.close();

        open().stream.hold(MIB / 2);
    }

    @Test
    void queues_that_have_grown_too_large_are_ended_and_the_slowest_first() {
        var slowest = open();
        var slow = open();
        slowest.stall();
        nowMs += 1;
        slow.stall();
        nowMs += 3_000;
        var busy = open();
        busy.stall();
        busy.stream.hold(MIB - 3 * 64 * 1024);

        streams.check();

        assertThat(slowest.endedFor).extracting(Problem::code).containsExactly(StandardError.SLOW_CONSUMER);
        assertThat(slow.endedFor).isEmpty();
        assertThat(busy.endedFor).as("full, but not for long").isEmpty();
    }

    @Test
    void a_stream_near_the_bound_takes_the_place_of_one_that_reads_nothing() {
        var open = fill();
        open.get(7).stall();
        nowMs += 3_000;

        assertOverloaded(streams::requireRoom);

        assertThat(open.get(7).endedFor).hasSize(1);
        open.get(7).stream.close();
        streams.requireRoom();
    }

    @Test
    void a_stream_with_a_time_limit_is_ended_when_it_stays_full_and_not_when_it_drains() {
        var connection = open();
        connection.stream.endWhenFullFor(Duration.ofSeconds(30));
        connection.stall();
        nowMs += 29_000;
        streams.check();
        connection.drain();
        nowMs += 29_000;
        connection.stall();
        nowMs += 29_000;
        streams.check();
        assertThat(connection.endedFor).isEmpty();

        nowMs += 1_000;
        streams.check();
        streams.check();

        assertThat(connection.endedFor).extracting(Problem::code).containsExactly(StandardError.SLOW_CONSUMER);
    }

    private OpenStreams streams(int limit) {
        return new OpenStreams(budget, null, limit, () -> nowMs, new SimpleMeterRegistry());
    }

    private List<Connection> fill() {
        var open = new ArrayList<Connection>();
        IntStream.range(0, 1_000).takeWhile(i -> budget.hasRoom()).forEach(i -> open.add(open()));
        return open;
    }

    private Connection open() {
        return open(streams);
    }

    private static Connection open(OpenStreams streams) {
        streams.requireRoom();
        var connection = new Connection();
        connection.stream = streams.open(connection);
        return connection;
    }

    private static void assertOverloaded(Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                .isEqualTo(StandardError.OVERLOADED));
    }

    private static final class Connection implements StreamConnection {
        private final List<Problem> endedFor = new ArrayList<>();
        private OpenStream stream;
        private Runnable drained;
        private boolean full;
        private int limit;

        /** Fills the write queue; a write finds it full. */
        void stall() {
            full = true;
            assertThat(stream.isFull()).isTrue();
        }

        void drain() {
            full = false;
            drained.run();
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public void limitQueue(int bytes) {
            limit = bytes;
        }

        @Override
        public void onDrain(Runnable listener) {
            drained = listener;
        }

        @Override
        public void end(Problem reason) {
            endedFor.add(reason);
        }
    }
}
