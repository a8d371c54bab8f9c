package dev.corridor.ledger.journal;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * What the transactions of one journal are writing: their accounts, and the ids of their postings and transfers. A posting that
 * names one of them waits its turn here: in the database it would wait for a lock, and the rest of its batch with it.
 */
final class InFlightIds {
    private final Set<UUID> names = new HashSet<>();

    /** For one batch being put together: also what postings ahead in the queue wait for, so that nobody overtakes them. */
    final class Selection {
        private final Set<UUID> waitedFor = new HashSet<>();
        /** Whether a posting with these names may go now; otherwise those after it that share a name may not either. */
        boolean admits(Collection<UUID> named) {
            for (var name : named) {
                if (names.contains(name) || waitedFor.contains(name)) {
                    waitedFor.addAll(named);
                    return false;
                }
            }
            return true;
        }
    }

    Selection selection() {
        return new Selection();
    }

    void begin(Collection<UUID> named) {
        names.addAll(named);
    }

    void end(Collection<UUID> named) {
        names.removeAll(named);
    }
}
