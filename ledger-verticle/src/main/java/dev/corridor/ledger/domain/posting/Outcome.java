package dev.corridor.ledger.domain.posting;

import dev.corridor.ledger.domain.LedgerError;
import java.util.UUID;

/** The answer to one posting. It is final: the same posting under the same id is answered the same. */
public sealed interface Outcome {
    UUID postingId();

    /** Whether it had been decided before. */
    boolean replayed();

    /** It is in the books. */
    record Posted(BookedPosting posting, boolean replayed) implements Outcome {
        @Override
        public UUID postingId() {
            return posting.id();
        }
    }

    /** It is not, and nothing of it happened. */
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
