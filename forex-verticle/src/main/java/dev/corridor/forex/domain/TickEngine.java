package dev.corridor.forex.domain;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Turns reference prices into live ones: each currency's price against the euro wanders around its reference and is
 * drawn back to it; a pair's price is the quotient of its two.
 *
 * <p>A pure function of the state, the time and the seed: the same seed makes the same ticks.
 */
public final class TickEngine {
    /** The part of its distance from the reference that a price loses in one step. */
    private static final double REVERSION = 1e-4;
    /** No price leaves its reference by more than about five per cent. */
    private static final double MAX_DEVIATION = 0.05;

    private static final MathContext LEG_PRECISION = new MathContext(10);

    private final long seed;
    private final List<Leg> legs = new ArrayList<>();
    private final List<Course> courses = new ArrayList<>();

    /** Prices every pair of the publication's currencies. */
    public TickEngine(ReferenceRates reference, long seed) {
        this.seed = seed;
        for (var currency : reference.currencies()) {
            legs.add(new Leg(currency, reference.rate(ReferenceRates.EURO, currency), CurrencyProfile.of(currency)));
        }
        for (int base = 0; base < legs.size(); base++) {
            for (int quote = 0; quote < legs.size(); quote++) {
                if (base != quote) {
                    courses.add(course(base, quote));
                }
            }
        }
    }

    public List<Instrument> instruments() {
        return courses.stream().map(Course::instrument).toList();
    }

    /** The market before its first tick: every price stands at its reference. */
    public Market opening() {
        return new Market(0, new double[legs.size()], new long[courses.size()]);
    }

    /** One step: the first ticks every pair, each later one the pairs of which a currency moved. */
    public Step next(Market market, Instant time) {
        long step = market.step + 1;
        var random = new SplittableRandom(seed + step * 0x9E3779B97F4A7C15L);
        double[] deviations = market.deviations.clone();
        boolean[] moved = new boolean[legs.size()];
        for (int i = 0; i < deviations.length; i++) {
            double chance = random.nextDouble();
            double shock = random.nextGaussian();
            var profile = legs.get(i).profile;
            moved[i] = step == 1 || chance < profile.activity();
            if (moved[i]) {
                deviations[i] = within(deviations[i] * (1 - REVERSION) + shock * profile.volatility());
            }
        }
        long[] seqs = market.seqs.clone();
        var ticks = ticks(moved, prices(deviations), seqs, time);
        return new Step(new Market(step, deviations, seqs), ticks);
    }

    private List<Tick> ticks(boolean[] moved, BigDecimal[] prices, long[] seqs, Instant time) {
        var ticks = new ArrayList<Tick>(courses.size());
        for (int i = 0; i < seqs.length; i++) {
            var course = courses.get(i);
            if (moved[course.base] || moved[course.quote]) {
                seqs[i]++;
                ticks.add(course.instrument.tick(prices[course.base], prices[course.quote], time, seqs[i]));
            }
        }
        return List.copyOf(ticks);
    }

    private BigDecimal[] prices(double[] deviations) {
        var prices = new BigDecimal[deviations.length];
        for (int i = 0; i < prices.length; i++) {
            var factor = new BigDecimal(StrictMath.exp(deviations[i]), LEG_PRECISION);
            prices[i] = legs.get(i).reference.multiply(factor, LEG_PRECISION);
        }
        return prices;
    }

    private Course course(int base, int quote) {
        var pair = new Pair(legs.get(base).currency, legs.get(quote).currency);
        var referencePrice = legs.get(quote).reference.divide(legs.get(base).reference, LEG_PRECISION);
        return new Course(Instrument.around(pair, referencePrice), base, quote);
    }

    private static double within(double deviation) {
        return Math.max(-MAX_DEVIATION, Math.min(MAX_DEVIATION, deviation));
    }

    /** A currency, measured in euros. */
    private record Leg(Currency currency, BigDecimal reference, CurrencyProfile profile) {}

    /** An instrument and where its two currencies stand among the legs. */
    private record Course(Instrument instrument, int base, int quote) {}

    /** Where the prices stand; made by the engine, and immutable. */
    public static final class Market {
        private final long step;
        /** Per currency: the logarithm of price over reference. */
        private final double[] deviations;
        /** Per pair: the number of its last tick. */
        private final long[] seqs;

        private Market(long step, double[] deviations, long[] seqs) {
            this.step = step;
            this.deviations = deviations;
            this.seqs = seqs;
        }
    }

    /** The market after a step, and the ticks of it. */
    public record Step(Market market, List<Tick> ticks) {}
}
