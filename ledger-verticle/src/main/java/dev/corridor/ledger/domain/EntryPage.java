package dev.corridor.ledger.domain;

import dev.corridor.kit.error.Problem;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Some entries of an account, newest first.
 *
 * @param nextCursor for the page after this one; empty when there is none
 */
public record EntryPage(List<Entry> entries, String nextCursor) {
    public EntryPage {
        entries = List.copyOf(entries);
    }

    /** From entries that follow each other; the first an account ever had has version 1. */
    public static EntryPage of(List<Entry> entries) {
        boolean isLast = entries.isEmpty() || entries.get(entries.size() - 1).version() == 1;
        return new EntryPage(
                entries,
                isLast ? "" : Long.toString(entries.get(entries.size() - 1).version()));
    }

    /** Which page is asked for. The cursor is the version of the last entry of the page before. */
    public record Request(int limit, long beforeVersion) {
        public static final int LIMIT_DEFAULT = 50;
        public static final int LIMIT_MAX = 200;
        private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

        public static Request of(int limit, String cursor) {
            if (cursor.isEmpty()) {
                return new Request(limit, Long.MAX_VALUE);
            }
            if (!VERSION.matcher(cursor).matches()) {
                throw Problem.of(LedgerError.CURSOR_INVALID, "The cursor is not one that a page ended with.");
            }
            return new Request(limit, Long.parseLong(cursor));
        }
    }
}
