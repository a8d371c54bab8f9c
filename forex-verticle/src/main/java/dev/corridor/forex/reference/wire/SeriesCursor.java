package dev.corridor.forex.reference.wire;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.reference.domain.PublishedDays;
import dev.corridor.forex.reference.domain.RateSeries;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.QueryCursor;
import dev.corridor.kit.value.Currency;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Cursor that continues a rate series, bound to its query. Its position is the first day of the next page. */
public final class SeriesCursor {
    private SeriesCursor() {}

    /**
     * Reads a request with its cursor.
     *
     * @param cursor empty: the first page
     * @throws Problem cursor_invalid when it belongs to another series
     */
    public static RateSeries.Request request(
            Currency base, List<Currency> symbols, Range range, Optional<String> cursor, int limit) {
        LocalDate start = cursor.map(given -> query(base, symbols, range).position(given, ForexError.CURSOR_INVALID))
                .map(position -> day(position, range))
                .orElse(range.from());
        return new RateSeries.Request(base, symbols, range.from(), range.to(), range.period(), start, limit);
    }

    /** The days of a series. */
    public record Range(LocalDate from, LocalDate to, PublishedDays.Period period) {}

    /** Returns the cursor of the next page; empty at the end. */
    public static Optional<String> next(RateSeries series) {
        var request = series.request();
        var range = new Range(request.from(), request.to(), request.period());
        return series.next()
                .map(day -> query(request.base(), request.symbols(), range).bind(day.toString()));
    }

    /** The order of the symbols does not count. */
    private static QueryCursor query(Currency base, List<Currency> symbols, Range range) {
        var codes = symbols.stream().map(Currency::code).collect(Collectors.toSet());
        return QueryCursor.of("rate-series", base.code(), codes, range.from(), range.to(), range.period());
    }

    private static LocalDate day(String position, Range range) {
        try {
            LocalDate day = LocalDate.parse(position);
            if (!day.isBefore(range.from()) && !day.isAfter(range.to())) {
                return day;
            }
        } catch (DateTimeParseException malformed) {
            // Falls through.
        }
        throw Problem.of(ForexError.CURSOR_INVALID, "The cursor is not one that a page ended with.");
    }
}
