package dev.corridor.forex.engine.domain;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.kit.value.Currency;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Volatility of currencies against each other over the year before the newest publication: the annualised standard
 * deviation of the daily logarithmic returns of their reference rates. Crosses come through the euro. Immutable.
 */
public final class Volatility {
    /** Days with a publication in a year. */
    public static final int DAYS_PER_YEAR = 252;
    /** Fewest returns from which a volatility is computed: about a quarter of a year. */
    private static final int MIN_RETURNS = 60;

    /** No history of any pair. */
    public static final Volatility UNKNOWN = new Volatility(Map.of());

    /**
     * Per currency and publication, oldest first: the logarithm of the rate against the euro; NaN where there is none.
     */
    private final Map<Currency, double[]> logarithms;

    private Volatility(Map<Currency, double[]> logarithms) {
        this.logarithms = logarithms;
    }

    /** @param publications in any order; only those of the year before the newest are used */
    public static Volatility of(Collection<RatePublication> publications) {
        var year = yearOf(publications);
        var currencies = new HashSet<Currency>();
        year.forEach(rates -> currencies.addAll(rates.perEuro().keySet()));
        var logarithms = new HashMap<Currency, double[]>();
        currencies.forEach(currency -> logarithms.put(currency, logarithms(year, currency)));
        logarithms.put(RatePublication.EURO, new double[year.size()]);
        return new Volatility(logarithms);
    }

    /** Returns the first day of the year that ends with {@code newest}. */
    public static LocalDate since(LocalDate newest) {
        return newest.minusYears(1);
    }

    private static List<RatePublication> yearOf(Collection<RatePublication> publications) {
        var byDay = new ArrayList<>(publications);
        byDay.sort(Comparator.comparing(RatePublication::asOf));
        if (!byDay.isEmpty()) {
            var first = since(byDay.get(byDay.size() - 1).asOf());
            byDay.removeIf(rates -> rates.asOf().isBefore(first));
        }
        return byDay;
    }

    private static double[] logarithms(List<RatePublication> year, Currency currency) {
        return year.stream()
                .map(rates -> rates.perEuro().get(currency))
                .mapToDouble(rate -> rate == null ? Double.NaN : StrictMath.log(rate.doubleValue()))
                .toArray();
    }

    /**
     * Returns the volatility of a pair's price as a fraction of it: 0.07 is seven per cent a year. Empty when either
     * currency has too little history.
     */
    public OptionalDouble of(Pair pair) {
        double[] base = logarithms.get(pair.base());
        double[] quote = logarithms.get(pair.quote());
        if (base == null || quote == null) {
            return OptionalDouble.empty();
        }
        double[] returns = returns(base, quote);
        return returns.length < MIN_RETURNS
                ? OptionalDouble.empty()
                : OptionalDouble.of(deviation(returns) * StrictMath.sqrt(DAYS_PER_YEAR));
    }

    private static double[] returns(double[] base, double[] quote) {
        double[] returns = new double[Math.max(0, base.length - 1)];
        for (int i = 0; i < returns.length; i++) {
            returns[i] = quote[i + 1] - base[i + 1] - (quote[i] - base[i]);
        }
        return Arrays.stream(returns).filter(each -> !Double.isNaN(each)).toArray();
    }

    private static double deviation(double[] returns) {
        double sum = 0;
        for (double each : returns) {
            sum += each;
        }
        double mean = sum / returns.length;
        double squares = 0;
        for (double each : returns) {
            squares += (each - mean) * (each - mean);
        }
        return StrictMath.sqrt(squares / (returns.length - 1));
    }
}
