package dev.corridor.ledger.domain.journal;

import dev.corridor.kit.error.Problem;
import dev.corridor.ledger.domain.LedgerError;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Cursor of a reader of the journal: the last sequence it has seen of each chain. A single number does not suffice,
 * because a batch with a lower number may be committed later on another chain.
 */
public record FeedCursor(List<Long> sequences) {
    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})*");

    public FeedCursor {
        sequences = List.copyOf(sequences);
    }

    /** Returns the cursor before the first batch. */
    public static FeedCursor start(int chains) {
        return new FeedCursor(Collections.nCopies(chains, 0L));
    }

    /**
     * Reads a cursor; an empty one is the start.
     *
     * @throws Problem cursor_invalid
     */
    public static FeedCursor parse(String cursor, int chains) {
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

    public String encode() {
        return sequences.stream().map(Object::toString).collect(Collectors.joining("."));
    }

    /** Returns the cursor after the batches, which follow this cursor. */
    public FeedCursor after(List<JournalBatch> batches) {
        var reached = sequences.toArray(Long[]::new);
        batches.forEach(batch -> reached[batch.chain()] = batch.sequence());
        return new FeedCursor(List.of(reached));
    }

    private static Problem invalid() {
        return Problem.of(LedgerError.CURSOR_INVALID, "The cursor is not one that a batch came with.");
    }
}
