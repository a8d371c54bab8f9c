package dev.corridor.forex.candle.wire;

import dev.corridor.forex.candle.domain.CandleSeries;
import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.QueryCursor;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Cursor that continues a list of candles, bound to its query. Its position is the start of the next page's first candle. */
public final class CandleCursor {
    private final QueryCursor query;
    private final Optional<Instant> from;

    private CandleCursor(QueryCursor query, Optional<Instant> from) {
        this.query = query;
        this.from = from;
    }

    /** @param from as the caller sent it, like {@code to} */
    public static CandleCursor of(Pair pair, Granularity granularity, Optional<Instant> from, Optional<Instant> to) {
        return new CandleCursor(QueryCursor.of("candles", pair, granularity, from, to), from);
    }

    /**
     * Returns the start of the page.
     *
     * @param cursor empty: the first page
     * @throws Problem cursor_invalid when it belongs to another list
     */
    public Optional<Instant> start(Optional<String> cursor) {
        return cursor.isEmpty()
                ? from
                : cursor.map(given -> query.position(given, ForexError.CURSOR_INVALID))
                        .map(CandleCursor::time);
    }

    /** Returns the cursor of the next page; empty at the end. */
    public Optional<String> next(CandleSeries series) {
        return series.next().map(start -> query.bind(start.toString()));
    }

    private static Instant time(String position) {
        try {
            return Instant.parse(position);
        } catch (DateTimeException malformed) {
            throw Problem.of(ForexError.CURSOR_INVALID, "The cursor is not one that a page ended with.");
        }
    }
}
