package dev.corridor.ledger.domain.posting;

import dev.corridor.ledger.domain.LedgerError;
import java.util.UUID;

/** Outcome of one posting. It is final: the same posting under the same id is replayed with it. */
public sealed interface Outcome {
    UUID postingId();

    /** Whether this is the stored outcome of an earlier request. */
    boolean replayed();

    /** Outcome of a booked posting. */
    record Posted(BookedPosting posting, boolean replayed) implements Outcome {
        @Override
        public UUID postingId() {
            return posting.id();
        }
    }

    /** Outcome of a refused posting, of which no transfer was booked. */
    record Refused(Refusal refusal, boolean replayed) implements Outcome {
        @Override
        public UUID postingId() {
            return refusal.postingId();
        }

        public LedgerError reason() {
            return refusal.reason();
        }
    }
}
