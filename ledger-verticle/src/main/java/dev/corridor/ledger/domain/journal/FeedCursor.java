package dev.corridor.ledger.domain.journal;

import dev.corridor.kit.error.Problem;
import dev.corridor.ledger.domain.LedgerError;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far a reader has followed the journal: of each chain, the last batch it has seen. Chains grow independently, so one
 * number would not do: a batch with a lower one may be committed later.
 */
public record FeedCursor(List<Long> sequences) {
    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})*");

    public FeedCursor {
        sequences = List.copyOf(sequences);
    }

    /** Before everything. */
    public static FeedCursor start(int chains) {
        return new FeedCursor(Collections.nCopies(chains, 0L));
    }

    /** @throws Problem cursor_invalid */
    public static FeedCursor ofCursor(String cursor, int chains) {
        if (cursor.isEmpty()) {
            return start(chains);
        }
        if (cursor.length() > 19 * chains || !CURSOR.matcher(cursor).matches()) {
            throw invalid();
        }
        var sequences = Arrays.stream(cursor.split("\\.")).map(Long::parseLong).toList();
        if (sequences.size() != chains) {
            throw invalid();
        }
        return new FeedCursor(sequences);
    }

    public String cursor() {
        return sequences.stream().map(Object::toString).collect(Collectors.joining("."));
    }

    /** After those batches, which follow this position. */
    public FeedCursor after(List<JournalBatch> batches) {
        var reached = sequences.toArray(Long[]::new);
        batches.forEach(batch -> reached[batch.chain()] = batch.sequence());
        return new FeedCursor(List.of(reached));
    }

    private static Problem invalid() {
        return Problem.of(LedgerError.CURSOR_INVALID, "The cursor is not one that a batch came with.");
    }
}
