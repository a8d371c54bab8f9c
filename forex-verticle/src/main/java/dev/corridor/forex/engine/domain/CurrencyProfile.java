package dev.corridor.forex.engine.domain;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.reference.domain.RatePublication;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Set;

/**
 * How a currency's price against the euro behaves.
 *
 * @param activity the chance that it moves in one step, 0 to 1
 * @param volatility the standard deviation of one move, as a part of the price
 * @param halfSpread from the middle price to bid or ask, as a part of the price; a pair has the sum of its two
 */
public record CurrencyProfile(double activity, double volatility, BigDecimal halfSpread) {
    private static final Set<String> MAJORS = Set.of("USD", "JPY", "GBP", "CHF", "AUD", "CAD", "NZD");
    private static final Set<String> PEGGED_TO_EURO = Set.of("BGN", "DKK");

    static final CurrencyProfile EURO = new CurrencyProfile(0, 0, BigDecimal.ZERO);
    /** About half a per cent a day at four steps a second. */
    private static final CurrencyProfile MAJOR = new CurrencyProfile(0.8, 9e-6, new BigDecimal("0.0005"));

    private static final CurrencyProfile PEGGED = new CurrencyProfile(0.2, 2e-6, new BigDecimal("0.0005"));
    private static final CurrencyProfile OTHER = new CurrencyProfile(0.3, 2e-5, new BigDecimal("0.0010"));

    /** At four steps a second, which is what a year's volatility is spread over. */
    private static final double STEPS_A_YEAR = 4.0 * 24 * 60 * 60 * Volatility.DAYS_A_YEAR;
    /** A year's volatility of a currency that hardly moves, and of one that is out of hand. */
    private static final double CALMEST = 0.001;

    private static final double WILDEST = 0.6;

    /** One that moves as much in a year as it did in the last; as usual for its kind where that is not known. */
    static CurrencyProfile of(Currency currency, Volatility history) {
        var usual = of(currency);
        if (currency.equals(RatePublication.EURO)) {
            return usual;
        }
        var ofYear = history.of(new Pair(RatePublication.EURO, currency));
        if (ofYear.isEmpty()) {
            return usual;
        }
        double within = Math.max(CALMEST, Math.min(WILDEST, ofYear.getAsDouble()));
        double ofMove = within / StrictMath.sqrt(STEPS_A_YEAR * usual.activity);
        return new CurrencyProfile(usual.activity, ofMove, usual.halfSpread);
    }

    /** As usual for its kind. */
    public static CurrencyProfile of(Currency currency) {
        String code = currency.getCurrencyCode();
        if (currency.equals(RatePublication.EURO)) {
            return EURO;
        }
        if (MAJORS.contains(code)) {
            return MAJOR;
        }
        return PEGGED_TO_EURO.contains(code) ? PEGGED : OTHER;
    }
}
