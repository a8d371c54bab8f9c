package dev.corridor.kit.request;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Sha256Digest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Binds the cursors of a list to the query that they continue: the position in the list and a mark of the query. With another
 * list or other filters a cursor is refused, because its position would mean nothing there. The page size may change.
 */
public final class QueryCursor {
    private static final char SEPARATOR = '~';
    private static final int MARK_BYTES = 6;

    private final String mark;

    private QueryCursor(String mark) {
        this.mark = mark;
    }

    /** @param parameters what selects the items of the list, as values; a transport's way to write them does not count */
    public static QueryCursor of(String list, Object... parameters) {
        String query = Arrays.stream(parameters)
                .map(QueryCursor::text)
                .map(text -> text.length() + ":" + text)
                .collect(Collectors.joining(",", list + ",", ""));
        return new QueryCursor(HexFormat.of().formatHex(Sha256Digest.of(query), 0, MARK_BYTES));
    }

    /** Returns the cursor that callers receive; "" for the end of the list. */
    public String bind(String position) {
        return position.isEmpty() ? "" : position + SEPARATOR + mark;
    }

    /**
     * Returns the position of a cursor; "" for the beginning of the list.
     *
     * @throws Problem with {@code invalid} unless the cursor was made for this query
     */
    public String position(String cursor, ErrorCode invalid) {
        if (cursor.isEmpty()) {
            return "";
        }
        int end = cursor.lastIndexOf(SEPARATOR);
        if (end < 1) {
            throw Problem.of(invalid, "The cursor is not one that a page ended with.");
        }
        if (!cursor.substring(end + 1).equals(mark)) {
            throw Problem.of(invalid, "The cursor belongs to another list, or to one with other parameters.");
        }
        return cursor.substring(0, end);
    }

    /** A set has no order, and its text differs between processes. */
    private static String text(Object parameter) {
        return parameter instanceof Set<?> set
                ? new TreeSet<>(set.stream().map(String::valueOf).toList()).toString()
                : String.valueOf(parameter);
    }
}
