package dev.corridor.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChainPoolTest {
    private static final long SEED = 40;

    @Test
    void a_chain_has_one_batch_at_a_time() {
        var chains = new ChainPool(2, new Random(SEED));

        int first = chains.take().orElseThrow();
        int second = chains.take().orElseThrow();

        assertThat(second).isNotEqualTo(first);
        assertThat(chains.take()).isEmpty();
        chains.release(first);
        assertThat(chains.take()).contains(first);
    }

    @Test
    void a_shared_chain_is_exchanged_for_one_that_is_not_in_use() {
        var chains = new ChainPool(2, new Random(SEED));
        int kept = chains.take().orElseThrow();

        for (int i = 0; i < 100; i++) {
            int shared = chains.take().orElseThrow();
            chains.exchange(shared);
            int other = chains.take().orElseThrow();
            assertThat(other).isNotIn(shared, kept);
            chains.release(other);
        }
    }

    @Test
    void a_process_that_uses_all_chains_keeps_a_shared_one() {
        var chains = new ChainPool(HashChains.COUNT, new Random(SEED));
        Set<Integer> all = new HashSet<>();
        for (var chain = chains.take(); chain.isPresent(); chain = chains.take()) {
            all.add(chain.get());
        }
        assertThat(all).hasSize(HashChains.COUNT);

        chains.exchange(3);

        assertThat(chains.take()).contains(3);
    }
}
