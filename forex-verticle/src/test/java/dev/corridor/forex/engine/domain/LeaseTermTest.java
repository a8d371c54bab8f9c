package dev.corridor.forex.engine.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.reference.domain.Publications;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeaseTermTest {
    private static final long BEGIN_NANOS = Long.MAX_VALUE - 1;

    private final TickEngine engine = new TickEngine(Publications.february(), 1);
    private final EngineSource source = new EngineSource();
    private final LeaseTerm term = new LeaseTerm(new EngineSession(source, engine, engine.opening()), 2, BEGIN_NANOS);

    @Test
    void a_term_is_safe_for_two_seconds_after_the_renewal_was_sent() {
        long safe = LeaseTerm.SAFE.toNanos();

        assertThat(term.isSafe(BEGIN_NANOS + safe - 1)).isTrue();
        assertThat(term.isSafe(BEGIN_NANOS + safe)).isFalse();

        term.renewed(2, BEGIN_NANOS + safe);

        assertThat(term.isSafe(BEGIN_NANOS + safe)).isTrue();
    }

    @Test
    void no_step_is_made_beyond_the_reserved_ones() {
        step();
        assertThat(term.mayStep()).isTrue();
        step();
        assertThat(term.mayStep()).isFalse();

        term.renewed(3, BEGIN_NANOS);

        assertThat(term.mayStep()).isTrue();
    }

    private void step() {
        source.update(engine);
        term.session().next(Instant.EPOCH);
    }
}
