package dev.corridor.ledger.journal;

import dev.corridor.ledger.domain.journal.JournalBatch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this process has written last, for those who follow the journal: they need not read back from the database what was
 * just sent there. Bounded; what is not here is read. Any thread.
 */
public final class RecentBatches {
    private static final int TRANSFERS_MAX = 5_000;

    private final Map<Place, JournalBatch> batches = new LinkedHashMap<>();
    private int transfers;

    private record Place(int chain, long sequence) {}

    /** @param batch that is committed */
    synchronized void add(JournalBatch batch) {
        batches.put(new Place(batch.chain(), batch.sequence()), batch);
        transfers += batch.transfers();
        var oldest = batches.values().iterator();
        while (transfers > TRANSFERS_MAX) {
            transfers -= oldest.next().transfers();
            oldest.remove();
        }
    }

    synchronized Optional<JournalBatch> find(int chain, long sequence) {
        return Optional.ofNullable(batches.get(new Place(chain, sequence)));
    }
}
