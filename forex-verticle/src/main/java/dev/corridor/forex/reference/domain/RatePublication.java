package dev.corridor.forex.reference.domain;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One day's publication: what one euro buys of each currency, exactly as published.
 *
 * <p>Rates between two other currencies come through the euro. Where such a quotient has to be written down it has
 * {@link #CROSS_PRECISION}; amounts are converted with the exact quotient and rounded once.
 */
public record RatePublication(LocalDate asOf, String provider, SortedMap<Currency, BigDecimal> perEuro) {
    public static final Currency EURO = Currency.getInstance("EUR");

    /** Ten significant digits; publications have at most seven. */
    public static final MathContext CROSS_PRECISION = new MathContext(10, RoundingMode.HALF_EVEN);

    public RatePublication {
        if (perEuro.containsKey(EURO)) {
            throw new IllegalArgumentException("the euro is what the others are measured in");
        }
        var byCode = new TreeMap<Currency, BigDecimal>(RatePublication::byCode);
        perEuro.forEach((currency, rate) -> byCode.put(currency, canonical(rate)));
        perEuro = Collections.unmodifiableSortedMap(byCode);
    }

    public static RatePublication of(LocalDate asOf, String provider, Map<Currency, BigDecimal> perEuro) {
        var byCode = new TreeMap<Currency, BigDecimal>(RatePublication::byCode);
        byCode.putAll(perEuro);
        return new RatePublication(asOf, provider, byCode);
    }

    /** Every currency of the publication and the euro, by code. */
    public SortedSet<Currency> currencies() {
        var all = new TreeSet<Currency>(RatePublication::byCode);
        all.addAll(perEuro.keySet());
        all.add(EURO);
        return all;
    }

    public boolean has(Currency currency) {
        return currency.equals(EURO) || perEuro.containsKey(currency);
    }

    /**
     * How many {@code quote} one {@code base} buys: the published figure where the base is the euro, else a quotient of
     * {@link #CROSS_PRECISION}.
     *
     * @throws Problem unknown_currency when the publication lacks one of them
     */
    public BigDecimal rate(Currency base, Currency quote) {
        if (base.equals(EURO)) {
            return figure(quote);
        }
        if (base.equals(quote)) {
            figure(base);
            return BigDecimal.ONE;
        }
        return canonical(figure(quote).divide(figure(base), CROSS_PRECISION));
    }

    /** The rates of {@code base} in each of {@code quotes}, or in every other currency when there are none given. */
    public SortedMap<Currency, BigDecimal> rates(Currency base, Collection<Currency> quotes) {
        var wanted = quotes.isEmpty() ? currencies() : quotes;
        var rates = new TreeMap<Currency, BigDecimal>(RatePublication::byCode);
        wanted.stream().filter(quote -> !quote.equals(base)).forEach(quote -> rates.put(quote, rate(base, quote)));
        figure(base);
        return rates;
    }

    /** As {@link #rates}, leaving out what the publication lacks; nothing at all when that is the base. */
    public SortedMap<Currency, BigDecimal> ratesIfAny(Currency base, Collection<Currency> quotes) {
        var there = quotes.isEmpty()
                ? currencies()
                : quotes.stream().filter(this::has).toList();
        return has(base) && !there.isEmpty() ? rates(base, there) : Collections.emptySortedMap();
    }

    /** Converts an amount at these rates, rounding half-even once. The result is indicative; quotes are priced elsewhere. */
    public Money convert(Money amount, Currency to) {
        var worth = amount.toDecimal()
                .multiply(figure(to))
                .divide(figure(amount.currency()), to.getDefaultFractionDigits(), RoundingMode.HALF_EVEN);
        return Money.of(worth, to);
    }

    private BigDecimal figure(Currency currency) {
        if (currency.equals(EURO)) {
            return BigDecimal.ONE;
        }
        var figure = perEuro.get(currency);
        if (figure == null) {
            throw Problem.of(
                    StandardError.UNKNOWN_CURRENCY,
                    "The publication of %s has no rate for %s.".formatted(asOf, currency.getCurrencyCode()));
        }
        return figure;
    }

    /** The same figure whichever of the bank's files it was read from: some write 23.730, some 23.73. */
    private static BigDecimal canonical(BigDecimal rate) {
        var stripped = rate.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static int byCode(Currency one, Currency other) {
        return one.getCurrencyCode().compareTo(other.getCurrencyCode());
    }
}
