package dev.corridor.ledger.journal;

import dev.corridor.ledger.domain.journal.JournalBatch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Cache of the batches that this process has committed last, so that readers of the journal need not read them back
 * from the database. Bounded by transfers; thread-safe.
 */
public final class RecentBatches {
    private static final int TRANSFERS_MAX = 5_000;

    private final Map<Key, JournalBatch> batches = new LinkedHashMap<>();
    private int transfers;

    private record Key(int chain, long sequence) {}

    /** @param batch a committed batch */
    synchronized void add(JournalBatch batch) {
        batches.put(new Key(batch.chain(), batch.sequence()), batch);
        transfers += batch.transfers();
        var oldest = batches.values().iterator();
        while (transfers > TRANSFERS_MAX) {
            transfers -= oldest.next().transfers();
            oldest.remove();
        }
    }

    synchronized Optional<JournalBatch> find(int chain, long sequence) {
        return Optional.ofNullable(batches.get(new Key(chain, sequence)));
    }
}
