package dev.corridor.forex.reference.domain;

import dev.corridor.kit.value.Currency;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A page of rates over time.
 *
 * @param provenance of the last day of the range
 * @param next start of the next page; empty at the end
 */
public record RateSeries(Request request, RateProvenance provenance, List<Point> points, Optional<LocalDate> next) {

    /**
     * A range of a time series, and the page of it that is requested.
     *
     * @param symbols all currencies when empty
     * @param start start of the page; {@code from} for the first page
     */
    public record Request(
            Currency base,
            List<Currency> symbols,
            LocalDate from,
            LocalDate to,
            PublishedDays.Period period,
            LocalDate start,
            int limit) {}

    /** @param rates the rates of the requested currencies that the publication has */
    public record Point(LocalDate date, RateProvenance provenance, SortedMap<Currency, BigDecimal> rates) {}
}
