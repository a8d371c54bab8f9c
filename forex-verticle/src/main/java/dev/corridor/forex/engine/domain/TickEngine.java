package dev.corridor.forex.engine.domain;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.reference.domain.RatePublication;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Turns reference prices into live ones: each currency's price against the euro wanders around its reference and is
 * drawn back to it; a pair's price is the quotient of its two.
 *
 * <p>A pure function of the state, the time and the seed: the same seed makes the same prices and numbers at the same step,
 * wherever it runs.
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
    private final List<Instrument> instruments;

    /** Prices every pair of the publication's currencies, which move as usual for their kind. */
    public TickEngine(RatePublication reference, long seed) {
        this(reference, Volatility.UNKNOWN, seed);
    }

    /** @param history how the currencies have moved; those that it does not know move as usual for their kind */
    public TickEngine(RatePublication reference, Volatility history, long seed) {
        this.seed = seed;
        for (var currency : reference.currencies()) {
            var rate = reference.rate(RatePublication.EURO, currency);
            legs.add(new Leg(currency, rate, CurrencyProfile.of(currency, history)));
        }
        for (int base = 0; base < legs.size(); base++) {
            for (int quote = 0; quote < legs.size(); quote++) {
                if (base != quote) {
                    courses.add(course(base, quote, history));
                }
            }
        }
        instruments = courses.stream().map(Course::instrument).toList();
    }

    public List<Instrument> instruments() {
        return instruments;
    }

    /** The market before its first tick: every price stands at its reference. */
    public Market opening() {
        return new Market(0, new double[legs.size()], new long[courses.size()]);
    }

    /** Where the market stands, to go on from there later or elsewhere. */
    public Checkpoint checkpoint(Market market) {
        return new Checkpoint(
                market.step,
                currencies(),
                Arrays.stream(market.deviations).boxed().toList(),
                Arrays.stream(market.seqs).boxed().toList());
    }

    /**
     * The market of a checkpoint. One of other currencies gives prices at their reference, and numbers above all that have
     * been given out.
     */
    public Market restore(Checkpoint checkpoint) {
        if (checkpoint.step() == 0) {
            return opening();
        }
        if (checkpoint.currencies().equals(currencies())) {
            return new Market(
                    checkpoint.step(),
                    checkpoint.deviations().stream().mapToDouble(each -> each).toArray(),
                    checkpoint.seqs().stream().mapToLong(each -> each).toArray());
        }
        long[] seqs = new long[courses.size()];
        Arrays.fill(
                seqs, checkpoint.seqs().stream().mapToLong(each -> each).max().orElse(0) + 1);
        return new Market(checkpoint.step(), new double[legs.size()], seqs);
    }

    /**
     * The market of an engine before this one. A price does not jump because its reference has changed: it is drawn to the new
     * one from where it is. With other currencies, as {@link #restore}.
     */
    public Market goOn(Market market, TickEngine before) {
        if (!currencies().equals(before.currencies())) {
            return restore(before.checkpoint(market));
        }
        double[] deviations = new double[legs.size()];
        for (int i = 0; i < deviations.length; i++) {
            double then = before.legs.get(i).reference.doubleValue();
            double now = legs.get(i).reference.doubleValue();
            deviations[i] = within(market.deviations[i] + StrictMath.log(then / now));
        }
        return new Market(market.step, deviations, market.seqs);
    }

    /** The market at a later step, as it is whether or not anybody has been told of the steps between. */
    public Market ahead(Market market, long step) {
        var reached = market;
        while (reached.step < step) {
            reached = move(reached).market;
        }
        return reached;
    }

    /** The last tick of every pair once more, with its price and its number. */
    public List<Tick> standing(Market market, Instant time) {
        boolean[] all = new boolean[legs.size()];
        Arrays.fill(all, market.step > 0);
        return ticks(new Move(market, all), time);
    }

    /** One step: the first ticks every pair, each later one the pairs of which a currency moved. */
    public Step next(Market market, Instant time) {
        var move = move(market);
        return new Step(move.market, ticks(move, time));
    }

    private List<String> currencies() {
        return legs.stream().map(leg -> leg.currency.getCurrencyCode()).toList();
    }

    private Move move(Market market) {
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
        for (int i = 0; i < seqs.length; i++) {
            if (courses.get(i).isOfAny(moved)) {
                seqs[i]++;
            }
        }
        return new Move(new Market(step, deviations, seqs), moved);
    }

    private List<Tick> ticks(Move move, Instant time) {
        var prices = prices(move.market.deviations);
        var ticks = new ArrayList<Tick>(courses.size());
        for (int i = 0; i < courses.size(); i++) {
            var course = courses.get(i);
            if (course.isOfAny(move.moved)) {
                long seq = move.market.seqs[i];
                ticks.add(course.instrument.tick(prices[course.base], prices[course.quote], time, seq));
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

    private Course course(int base, int quote, Volatility history) {
        var pair = new Pair(legs.get(base).currency, legs.get(quote).currency);
        var referencePrice = legs.get(quote).reference.divide(legs.get(base).reference, LEG_PRECISION);
        return new Course(Instrument.around(pair, referencePrice, history.of(pair)), base, quote);
    }

    private static double within(double deviation) {
        return Math.max(-MAX_DEVIATION, Math.min(MAX_DEVIATION, deviation));
    }

    /** A currency, measured in euros. */
    private record Leg(Currency currency, BigDecimal reference, CurrencyProfile profile) {}

    /** An instrument and where its two currencies stand among the legs. */
    private record Course(Instrument instrument, int base, int quote) {
        boolean isOfAny(boolean[] moved) {
            return moved[base] || moved[quote];
        }
    }

    /** The market after a step, and which currencies moved in it. */
    private record Move(Market market, boolean[] moved) {}

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

        /** How many steps it has made. */
        public long step() {
            return step;
        }
    }

    /** The market after a step, and the ticks of it. */
    public record Step(Market market, List<Tick> ticks) {}
}
