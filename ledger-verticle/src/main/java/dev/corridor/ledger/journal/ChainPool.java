package dev.corridor.ledger.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Hash chains that a process writes to. Each batch follows the previous one of its chain, so a chain has one batch in
 * flight at a time. A chain that another process writes to as well makes each other's batches conflicts, so it is
 * exchanged for another one, chosen at random.
 */
final class ChainPool {
    private final RandomGenerator random;
    private final Set<Integer> own = new HashSet<>();
    private final Deque<Integer> free = new ArrayDeque<>();

    /** @param size number of chains */
    ChainPool(int size, RandomGenerator random) {
        this.random = random;
        int first = random.nextInt(HashChains.COUNT);
        for (int i = 0; i < size; i++) {
            add((first + i) % HashChains.COUNT);
        }
    }

    private void add(int chain) {
        own.add(chain);
        free.add(chain);
    }

    /** Takes a chain without a batch in flight; empty when there is none. */
    Optional<Integer> take() {
        return Optional.ofNullable(free.poll());
    }

    /** Gives a chain back. */
    void release(int chain) {
        free.add(chain);
    }

    /** Gives up a chain that another process writes to, and takes over one that this process does not use. */
    void exchange(int chain) {
        var others = new ArrayList<Integer>();
        for (int other = 0; other < HashChains.COUNT; other++) {
            if (!own.contains(other)) {
                others.add(other);
            }
        }
        if (others.isEmpty()) {
            release(chain);
        } else {
            own.remove(chain);
            add(others.get(random.nextInt(others.size())));
        }
    }
}
