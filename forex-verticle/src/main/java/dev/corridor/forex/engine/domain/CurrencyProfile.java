package dev.corridor.forex.engine.domain;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.kit.value.Currency;
import java.math.BigDecimal;
import java.util.Set;

/**
 * Behaviour of a currency's price against the euro.
 *
 * @param activity probability that the price moves in one step, 0 to 1
 * @param volatility standard deviation of one move, as a fraction of the price
 * @param halfSpread distance from mid to bid or ask, as a fraction of the price; a pair has the sum of its two
 *     currencies
 */
record CurrencyProfile(double activity, double volatility, BigDecimal halfSpread) {
    private static final Set<String> MAJORS = Set.of("USD", "JPY", "GBP", "CHF", "AUD", "CAD", "NZD");
    private static final Set<String> PEGGED_TO_EURO = Set.of("BGN", "DKK");

    static final CurrencyProfile EURO = new CurrencyProfile(0, 0, BigDecimal.ZERO);
    /** Moves about half a per cent a day at four steps a second. */
    private static final CurrencyProfile MAJOR = new CurrencyProfile(0.8, 9e-6, new BigDecimal("0.0005"));

    private static final CurrencyProfile PEGGED = new CurrencyProfile(0.2, 2e-6, new BigDecimal("0.0005"));
    private static final CurrencyProfile OTHER = new CurrencyProfile(0.3, 2e-5, new BigDecimal("0.0010"));

    /** Steps over which a year's volatility is spread: four a second on every day of publication. */
    private static final double STEPS_PER_YEAR = 4.0 * 24 * 60 * 60 * Volatility.DAYS_PER_YEAR;
    /** Bounds of a year's volatility. */
    private static final double MIN_YEARLY_VOLATILITY = 0.001;

    private static final double MAX_YEARLY_VOLATILITY = 0.6;

    /** Returns a profile with the volatility of the past year, or the default profile when the history is too short. */
    static CurrencyProfile of(Currency currency, Volatility history) {
        var defaults = of(currency);
        if (currency.equals(RatePublication.EURO)) {
            return defaults;
        }
        var yearly = history.of(new Pair(RatePublication.EURO, currency));
        if (yearly.isEmpty()) {
            return defaults;
        }
        double bounded = Math.max(MIN_YEARLY_VOLATILITY, Math.min(MAX_YEARLY_VOLATILITY, yearly.getAsDouble()));
        double perMove = bounded / StrictMath.sqrt(STEPS_PER_YEAR * defaults.activity);
        return new CurrencyProfile(defaults.activity, perMove, defaults.halfSpread);
    }

    /** Returns the default profile of a currency: euro, pegged to the euro, major or other. */
    static CurrencyProfile of(Currency currency) {
        String code = currency.code();
        if (currency.equals(RatePublication.EURO)) {
            return EURO;
        }
        if (MAJORS.contains(code)) {
            return MAJOR;
        }
        return PEGGED_TO_EURO.contains(code) ? PEGGED : OTHER;
    }
}
