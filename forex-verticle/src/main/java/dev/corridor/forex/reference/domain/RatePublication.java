package dev.corridor.forex.reference.domain;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The reference rates of one day: how much of each currency one euro buys, exactly as published.
 *
 * <p>Rates between two other currencies are crosses through the euro. A cross is written with {@link #CROSS_PRECISION}; amounts are
 * converted with the exact quotient and rounded once.
 */
public record RatePublication(LocalDate asOf, String provider, SortedMap<Currency, BigDecimal> perEuro) {
    public static final Currency EURO = Currency.EURO;

    /** Ten significant digits; publications have at most seven. */
    public static final MathContext CROSS_PRECISION = new MathContext(10, RoundingMode.HALF_EVEN);

    public RatePublication {
        if (perEuro.containsKey(EURO)) {
            throw new IllegalArgumentException("a publication has no rate for the euro itself");
        }
        var byCode = new TreeMap<Currency, BigDecimal>();
        perEuro.forEach((currency, rate) -> byCode.put(currency, canonical(rate)));
        perEuro = Collections.unmodifiableSortedMap(byCode);
    }

    public static RatePublication of(LocalDate asOf, String provider, Map<Currency, BigDecimal> perEuro) {
        var byCode = new TreeMap<Currency, BigDecimal>();
        byCode.putAll(perEuro);
        return new RatePublication(asOf, provider, byCode);
    }

    /** Returns the rates without those of currencies that do not exist on a day; itself if all exist. */
    RatePublication existingOn(LocalDate day) {
        if (perEuro.keySet().stream().allMatch(currency -> currency.existsOn(day))) {
            return this;
        }
        var existing = new TreeMap<>(perEuro);
        existing.keySet().removeIf(currency -> !currency.existsOn(day));
        return new RatePublication(asOf, provider, existing);
    }

    /** Returns every currency of the publication and the euro, by code. */
    public SortedSet<Currency> currencies() {
        var all = new TreeSet<Currency>();
        all.addAll(perEuro.keySet());
        all.add(EURO);
        return all;
    }

    public boolean has(Currency currency) {
        return currency.equals(EURO) || perEuro.containsKey(currency);
    }

    /**
     * Returns how much of {@code quote} one {@code base} buys: the published rate where the base is the euro, else a cross of
     * {@link #CROSS_PRECISION}.
     *
     * @throws Problem unknown_currency when the publication lacks one of them
     */
    public BigDecimal rate(Currency base, Currency quote) {
        if (base.equals(EURO)) {
            return publishedRate(quote);
        }
        if (base.equals(quote)) {
            publishedRate(base);
            return BigDecimal.ONE;
        }
        return canonical(publishedRate(quote).divide(publishedRate(base), CROSS_PRECISION));
    }

    /** Returns the rates of {@code base} in each of {@code quotes}, or in every other currency when {@code quotes} is empty. */
    public SortedMap<Currency, BigDecimal> rates(Currency base, Collection<Currency> quotes) {
        var wanted = quotes.isEmpty() ? currencies() : quotes;
        var rates = new TreeMap<Currency, BigDecimal>();
        wanted.stream().filter(quote -> !quote.equals(base)).forEach(quote -> rates.put(quote, rate(base, quote)));
        publishedRate(base);
        return rates;
    }

    /** Returns the rates as {@link #rates} without the currencies that the publication lacks; empty if it lacks the base. */
    public SortedMap<Currency, BigDecimal> ratesIfAny(Currency base, Collection<Currency> quotes) {
        var there = quotes.isEmpty()
                ? currencies()
                : quotes.stream().filter(this::has).toList();
        return has(base) && !there.isEmpty() ? rates(base, there) : Collections.emptySortedMap();
    }

    /** Converts an amount at these rates, rounding half-even once. The result is indicative; quotes are priced elsewhere. */
    public Money convert(Money amount, Currency to) {
        var converted = amount.toDecimal()
                .multiply(publishedRate(to))
                .divide(publishedRate(amount.currency()), to.digits(), RoundingMode.HALF_EVEN);
        return Money.converted(converted, to);
    }

    private BigDecimal publishedRate(Currency currency) {
        if (currency.equals(EURO)) {
            return BigDecimal.ONE;
        }
        var rate = perEuro.get(currency);
        if (rate == null) {
            throw Problem.of(
                    StandardError.UNKNOWN_CURRENCY,
                    "The publication of %s has no rate for %s.".formatted(asOf, currency.code()));
        }
        return rate;
    }

    /** Removes trailing zeros: some of the bank's files have 23.730, others 23.73. */
    private static BigDecimal canonical(BigDecimal rate) {
        var stripped = rate.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
