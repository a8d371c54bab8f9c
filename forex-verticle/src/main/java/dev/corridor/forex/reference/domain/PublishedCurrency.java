package dev.corridor.forex.reference.domain;

import dev.corridor.kit.value.Currency;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A currency that a provider publishes or has published.
 *
 * @param first day of its first rate
 * @param last day of its last rate so far
 * @param discontinued whether the newest publication lacks it
 * @param holes the periods between its first and its last rate without any, in order
 */
public record PublishedCurrency(
        Currency currency, LocalDate first, LocalDate last, boolean discontinued, List<Hole> holes) {

    public PublishedCurrency {
        holes = List.copyOf(holes);
    }

    /**
     * A period in which the provider published, but no rate of the currency.
     *
     * @param from its first publication without the currency
     * @param to its last publication without the currency
     */
    public record Hole(LocalDate from, LocalDate to) {

        private boolean covers(LocalDate start, LocalDate end) {
            return !start.isBefore(from) && !end.isAfter(to);
        }
    }

    /**
     * Returns the holes of a currency.
     *
     * @param publications days of all publications, in order
     * @param rates days of its rates
     */
    public static List<Hole> holes(List<LocalDate> publications, List<LocalDate> rates) {
        var holes = new ArrayList<Hole>();
        var withRate = new HashSet<>(rates);
        LocalDate from = null;
        LocalDate to = null;
        boolean begun = false;
        for (var day : publications) {
            if (!withRate.contains(day)) {
                from = begun && from == null ? day : from;
                to = day;
                continue;
            }
            if (from != null) {
                holes.add(new Hole(from, to));
                from = null;
            }
            begun = true;
        }
        return List.copyOf(holes);
    }

    /** Returns the hole that covers all publications between two days; empty if one of them may have a rate. */
    public Optional<Hole> holeAround(LocalDate firstPublication, LocalDate lastPublication) {
        return holes.stream()
                .filter(hole -> hole.covers(firstPublication, lastPublication))
                .findFirst();
    }

    /** Returns this currency as it is on a day: one that has ended is discontinued, whatever was published. */
    public PublishedCurrency on(LocalDate day) {
        return discontinued || currency.existsOn(day)
                ? this
                : new PublishedCurrency(currency, first, last, true, holes);
    }
}
