package dev.corridor.ledger.journal;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Ids of the accounts, postings and transfers that a journal's batches in flight write. A posting that refers to one of
 * them waits in the queue: in the database it would wait for a row lock, and the rest of its batch with it.
 */
final class InFlightIds {
    private final Set<UUID> inFlight = new HashSet<>();

    /**
     * Selection of the postings of one batch, offered in queue order. Keeps postings that share an id in that order.
     */
    final class Selection {
        private final Set<UUID> skipped = new HashSet<>();

        /**
         * Returns whether a posting with these ids may join the batch; if not, later postings with one of its ids may
         * not either.
         */
        boolean admits(Collection<UUID> ids) {
            for (var id : ids) {
                if (inFlight.contains(id) || skipped.contains(id)) {
                    skipped.addAll(ids);
                    return false;
                }
            }
            return true;
        }
    }

    Selection select() {
        return new Selection();
    }

    void begin(Collection<UUID> ids) {
        inFlight.addAll(ids);
    }

    void end(Collection<UUID> ids) {
        inFlight.removeAll(ids);
    }
}
