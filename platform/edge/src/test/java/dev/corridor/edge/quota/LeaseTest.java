package dev.corridor.edge.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LeaseTest {
    private static final long WINDOW = 7;

    /** A counter that event loops share, and their leases of it. */
    private static final class Loops {
        final long limit;
        final List<Lease> leases;
        long counter;
        long passed;

        Loops(int loops, long limit, long size) {
            this.limit = limit;
            this.leases = Stream.generate(() -> new Lease(WINDOW, limit, size))
                    .limit(loops)
                    .toList();
        }

        /** Sends a call to a loop, as LeasedQuotas decides it, and returns whether it passed. */
        boolean call(int loop) {
            Lease lease = leases.get(loop);
            if (!lease.has(1) && !lease.isLast()) {
                long asked = lease.toTake(1);
                counter += asked;
                lease.add(asked, counter);
            }
            boolean passes = lease.has(1);
            if (passes) {
                lease.use(1);
                passed++;
            }
            return passes;
        }
    }

    @Property
    void all_loops_together_never_let_more_calls_pass_than_the_limit(
            @ForAll @IntRange(min = 1, max = 300) int limit,
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @Size(max = 600) List<@IntRange(max = 3) Integer> calls) {
        var loops = new Loops(4, limit, size);

        calls.forEach(loops::call);

        assertThat(loops.passed).isLessThanOrEqualTo(limit);
    }

    @Property
    void a_call_is_refused_early_only_by_what_other_loops_have_leased(
            @ForAll @IntRange(min = 1, max = 300) int limit,
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @Size(max = 600) List<@IntRange(max = 3) Integer> calls) {
        var loops = new Loops(4, limit, size);

        boolean wasRefused = calls.stream().map(loops::call).toList().contains(false);

        if (wasRefused) {
            assertThat(loops.passed).isGreaterThanOrEqualTo(limit - 3L * size);
        }
    }

    @Property
    void one_loop_alone_lets_exactly_the_limit_pass(
            @ForAll @IntRange(min = 1, max = 300) int limit, @ForAll @IntRange(min = 1, max = 40) int size) {
        var loops = new Loops(1, limit, size);

        long passed = IntStream.range(0, 2 * limit).filter(i -> loops.call(0)).count();

        assertThat(passed).isEqualTo(limit);
    }

    @Property
    void without_the_shared_counter_a_loop_goes_on_from_what_it_knows(
            @ForAll @IntRange(min = 1, max = 300) int limit, @ForAll @IntRange(min = 0, max = 300) int takenByAll) {
        var lease = new Lease(WINDOW, limit, 1);
        lease.add(1, takenByAll + 1L);
        int passed = 0;

        for (int i = 0; i < 2 * limit; i++) {
            if (!lease.has(1) && !lease.isLast()) {
                lease.addAlone(lease.toTake(1));
            }
            if (lease.has(1)) {
                lease.use(1);
                passed++;
            }
        }

        assertThat(passed).isEqualTo(Math.max(0, limit - takenByAll));
    }
}
