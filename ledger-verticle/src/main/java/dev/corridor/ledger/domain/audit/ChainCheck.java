package dev.corridor.ledger.domain.audit;

import dev.corridor.ledger.domain.Sha256;
import dev.corridor.ledger.domain.journal.ChainHead;
import dev.corridor.ledger.domain.journal.JournalBatch;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Checks hash chains batch by batch: no batch is missing, and every hash matches its content and the previous hash. */
public final class ChainCheck {
    private final Map<Integer, ChainHead> reached = new HashMap<>();

    /** @param batch the next batch of its chain */
    public Optional<Finding> accept(JournalBatch batch) {
        var before = reachedIn(batch.chain());
        if (batch.sequence() != before.sequence() + 1) {
            return Optional.of(
                    new Finding(name(batch), "batch " + (before.sequence() + 1) + " of the chain is missing."));
        }
        if (!batch.previous().equals(before.hash())) {
            return Optional.of(new Finding(name(batch), "its previous hash is not the hash of the batch before it."));
        }
        reached.put(batch.chain(), batch.head());
        if (batch.isIntact()) {
            return Optional.empty();
        }
        return Optional.of(batch.postings().stream()
                .filter(posting -> !RequestReconstruction.matches(posting))
                .findFirst()
                .map(posting -> new Finding(
                        "posting " + posting.id(),
                        "it, or one of its transfers, differs from what was requested and sealed."))
                .orElseGet(() -> new Finding(name(batch), "its content differs from what was sealed.")));
    }

    /** @param stored head of the chain according to the database */
    public Optional<Finding> end(ChainHead stored) {
        var end = reachedIn(stored.chain());
        if (end.equals(stored)) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "chain " + stored.chain(),
                "its head states %d batches, but it has %d, or its last hash differs."
                        .formatted(stored.sequence(), end.sequence())));
    }

    private ChainHead reachedIn(int chain) {
        return reached.getOrDefault(chain, new ChainHead(chain, 0, Sha256.ZERO));
    }

    private static String name(JournalBatch batch) {
        return "journal_batch " + batch.chain() + "/" + batch.sequence();
    }
}
