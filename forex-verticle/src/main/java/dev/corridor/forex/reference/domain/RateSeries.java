package dev.corridor.forex.reference.domain;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A page of rates over time.
 *
 * @param standing of the range's last day
 * @param next the date to go on from; empty at the end
 */
public record RateSeries(Request request, RateProvenance standing, List<Point> points, Optional<LocalDate> next) {

    /**
     * What is asked for.
     *
     * @param symbols all when empty
     * @param start where the page starts; {@code from} for the first one
     */
    public record Request(
            Currency base,
            List<Currency> symbols,
            LocalDate from,
            LocalDate to,
            PublishedDays.Period period,
            LocalDate start,
            int limit) {}

    /** @param rates those of the currencies asked for that the publication has */
    public record Point(LocalDate date, RateProvenance standing, SortedMap<Currency, BigDecimal> rates) {}
}
