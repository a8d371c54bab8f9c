package dev.corridor.forex.reference.domain;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Currency;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Register of every currency in a provider's history. Immutable. */
public final class CurrencyRegister {
    private final SortedMap<String, PublishedCurrency> byCode = new TreeMap<>();

    /** @param published the currencies of the table; the euro, in which all rates are quoted, is added */
    public CurrencyRegister(Collection<PublishedCurrency> published) {
        published.forEach(each -> byCode.put(each.currency().code(), each));
        published.stream()
                .map(PublishedCurrency::first)
                .min(LocalDate::compareTo)
                .ifPresent(first -> {
                    var last = published.stream()
                            .map(PublishedCurrency::last)
                            .max(LocalDate::compareTo)
                            .orElseThrow();
                    byCode.put("EUR", new PublishedCurrency(RatePublication.EURO, first, last, false, List.of()));
                });
    }

    /** Makes the register of a single publication. */
    public static CurrencyRegister of(RatePublication rates) {
        return new CurrencyRegister(rates.perEuro().keySet().stream()
                .map(currency -> new PublishedCurrency(currency, rates.asOf(), rates.asOf(), false, List.of()))
                .toList());
    }

    /** Returns every currency as it is on a day. */
    public List<PublishedCurrency> all(LocalDate day) {
        return byCode.values().stream().map(published -> published.on(day)).toList();
    }

    /**
     * @throws Problem unknown_currency if one does not exist on the date, or has no rate on it: with the last day of the currency,
     *     the hole in its rates, or the days of its first and last rate
     */
    public void requireIn(DatedRates dated, Collection<Currency> currencies) {
        for (var currency : currencies) {
            currency.requireOn(dated.date());
            if (!dated.rates().has(currency)) {
                var asOf = dated.rates().asOf();
                throw missing(currency, "on " + dated.date(), asOf, asOf);
            }
        }
    }

    /**
     * Requires one rate of each currency within a range. Throws as {@link #requireIn}.
     *
     * @param first day of the first publication that the range reads
     * @param last day of its last publication
     */
    public void requireWithin(LocalDate first, LocalDate last, Collection<Currency> currencies) {
        for (var currency : currencies) {
            var published = byCode.get(currency.code());
            if (published == null
                    || published.first().isAfter(last)
                    || published.last().isBefore(first)
                    || published.holeAround(first, last).isPresent()) {
                throw missing(currency, "between " + first + " and " + last, first, last);
            }
        }
    }

    private Problem missing(Currency currency, String when, LocalDate first, LocalDate last) {
        var published = byCode.get(currency.code());
        if (published == null) {
            return unknown("There are no reference rates for %s.".formatted(currency), currency);
        }
        var hole = published.holeAround(first, last);
        if (hole.isPresent()) {
            String detail = "There is no reference rate for %s %s; none was published from %s to %s."
                    .formatted(currency, when, hole.get().from(), hole.get().to());
            return unknown(detail, currency)
                    .with("hole_from", hole.get().from().toString())
                    .with("hole_to", hole.get().to().toString());
        }
        String detail = "There is no reference rate for %s %s; its rates are from %s to %s."
                .formatted(currency, when, published.first(), published.last());
        return unknown(detail, currency)
                .with("first_date", published.first().toString())
                .with("last_date", published.last().toString());
    }

    private static Problem unknown(String detail, Currency currency) {
        return Problem.of(StandardError.UNKNOWN_CURRENCY, detail).with("currency", currency.code());
    }
}
