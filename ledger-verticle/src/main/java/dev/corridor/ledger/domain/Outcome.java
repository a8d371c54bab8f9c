package dev.corridor.ledger.domain;

import java.util.UUID;

/** The answer to one posting. */
public sealed interface Outcome {
    UUID postingId();

    /** It is in the books; {@code replayed} when it already was. */
    record Posted(BookedPosting posting, boolean replayed) implements Outcome {
        @Override
        public UUID postingId() {
            return posting.id();
        }
    }

    /**
     * It is not, and nothing of it happened. A refusal is not remembered: the same posting may be sent again.
     *
     * @param transferIndex position of the transfer that refused, from 0
     */
    record Refused(UUID postingId, LedgerError reason, String detail, int transferIndex) implements Outcome {}
}
