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
                    byCode.put("EUR", new PublishedCurrency(RatePublication.EURO, first, last, false));
                });
    }

    /** Makes the register of a single publication. */
    public static CurrencyRegister of(RatePublication rates) {
        return new CurrencyRegister(rates.perEuro().keySet().stream()
                .map(currency -> new PublishedCurrency(currency, rates.asOf(), rates.asOf(), false))
                .toList());
    }

    public List<PublishedCurrency> all() {
        return List.copyOf(byCode.values());
    }

    /** @throws Problem unknown_currency, with the days of its first and last rate, if the publication lacks one */
    public void requireIn(RatePublication rates, Collection<Currency> currencies) {
        for (var currency : currencies) {
            if (!rates.has(currency)) {
                throw missing(currency, "on " + rates.asOf());
            }
        }
    }

    /** @throws Problem unknown_currency unless each currency was published between the two days */
    public void requireWithin(LocalDate from, LocalDate to, Collection<Currency> currencies) {
        for (var currency : currencies) {
            var published = byCode.get(currency.code());
            if (published == null
                    || published.first().isAfter(to)
                    || published.last().isBefore(from)) {
                throw missing(currency, "between " + from + " and " + to);
            }
        }
    }

    private Problem missing(Currency currency, String when) {
        var published = byCode.get(currency.code());
        if (published == null) {
            return Problem.of(
                    StandardError.UNKNOWN_CURRENCY, "There are no reference rates for %s.".formatted(currency));
        }
        String detail = "There is no reference rate for %s %s; its rates are from %s to %s."
                .formatted(currency, when, published.first(), published.last());
        return Problem.of(StandardError.UNKNOWN_CURRENCY, detail)
                .with("first_date", published.first().toString())
                .with("last_date", published.last().toString());
    }
}
