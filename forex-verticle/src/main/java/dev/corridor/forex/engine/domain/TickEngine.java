package dev.corridor.forex.engine.domain;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.kit.value.Currency;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Engine that turns reference rates into ticks: each currency's price against the euro makes a random walk that reverts
 * to the reference rate; a pair's price is the quotient of the prices of its two currencies.
 *
 * <p>A pure function of state, time and seed: the same seed makes the same prices and sequence numbers at the same step
 * in every process.
 */
public final class TickEngine {
    /** Fraction of its distance from the reference that a price loses in one step. */
    private static final double REVERSION = 1e-4;
    /** Largest logarithmic distance of a price from its reference: about five per cent. */
    private static final double MAX_DEVIATION = 0.05;

    private static final MathContext LEG_PRECISION = new MathContext(10);

    private final long seed;
    private final List<Leg> legs = new ArrayList<>();
    private final List<Cross> crosses = new ArrayList<>();
    private final List<Instrument> instruments;

    /** Prices every pair of the publication's currencies, with default volatilities. */
    public TickEngine(RatePublication reference, long seed) {
        this(reference, Volatility.UNKNOWN, seed);
    }

    /** @param history volatilities of the past year; currencies without history have their default */
    public TickEngine(RatePublication reference, Volatility history, long seed) {
        this.seed = seed;
        for (var currency : reference.currencies()) {
            var rate = reference.rate(RatePublication.EURO, currency);
            legs.add(new Leg(currency, rate, CurrencyProfile.of(currency, history)));
        }
        for (int base = 0; base < legs.size(); base++) {
            for (int quote = 0; quote < legs.size(); quote++) {
                if (base != quote) {
                    crosses.add(cross(base, quote, history));
                }
            }
        }
        instruments = crosses.stream().map(Cross::instrument).toList();
    }

    public List<Instrument> instruments() {
        return instruments;
    }

    /** Returns the market before its first tick: every price is at its reference. */
    public Market opening() {
        return new Market(0, new double[legs.size()], new long[crosses.size()]);
    }

    /** Returns the state of a market in a form that can be stored. */
    public Checkpoint checkpoint(Market market) {
        return new Checkpoint(
                market.step,
                currencies(),
                Arrays.stream(market.deviations).boxed().toList(),
                Arrays.stream(market.seqs).boxed().toList());
    }

    /**
     * Returns the market of a checkpoint. When the currencies have changed, prices are at their reference, and sequence
     * numbers are above all that were published.
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
        long[] seqs = new long[crosses.size()];
        Arrays.fill(
                seqs, checkpoint.seqs().stream().mapToLong(each -> each).max().orElse(0) + 1);
        return new Market(checkpoint.step(), new double[legs.size()], seqs);
    }

    /**
     * Continues a market of the previous engine. A price does not jump because its reference has changed: it reverts to
     * the new reference from its present value. When the currencies have changed, this equals {@link #restore}.
     */
    public Market continueFrom(Market market, TickEngine previous) {
        if (!currencies().equals(previous.currencies())) {
            return restore(previous.checkpoint(market));
        }
        double[] deviations = new double[legs.size()];
        for (int i = 0; i < deviations.length; i++) {
            double old = previous.legs.get(i).reference.doubleValue();
            double current = legs.get(i).reference.doubleValue();
            deviations[i] = within(market.deviations[i] + StrictMath.log(old / current));
        }
        return new Market(market.step, deviations, market.seqs);
    }

    /** Returns the market at a later step, without making the ticks of the steps between. */
    public Market advance(Market market, long step) {
        var reached = market;
        while (reached.step < step) {
            reached = move(reached).market;
        }
        return reached;
    }

    /** Returns the last tick of every pair again, with its price and its sequence number. */
    public List<Tick> lastTicks(Market market, Instant time) {
        boolean[] all = new boolean[legs.size()];
        Arrays.fill(all, market.step > 0);
        return ticks(new Move(market, all), time);
    }

    /** Makes one step: the first ticks every pair, each later one the pairs of which a currency moved. */
    public Step next(Market market, Instant time) {
        var move = move(market);
        return new Step(move.market, ticks(move, time));
    }

    private List<String> currencies() {
        return legs.stream().map(leg -> leg.currency.code()).toList();
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
            if (crosses.get(i).includesAny(moved)) {
                seqs[i]++;
            }
        }
        return new Move(new Market(step, deviations, seqs), moved);
    }

    private List<Tick> ticks(Move move, Instant time) {
        var prices = prices(move.market.deviations);
        var ticks = new ArrayList<Tick>(crosses.size());
        for (int i = 0; i < crosses.size(); i++) {
            var cross = crosses.get(i);
            if (cross.includesAny(move.moved)) {
                long seq = move.market.seqs[i];
                ticks.add(cross.instrument.tick(prices[cross.base], prices[cross.quote], time, seq));
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

    private Cross cross(int base, int quote, Volatility history) {
        var pair = new Pair(legs.get(base).currency, legs.get(quote).currency);
        var referencePrice = legs.get(quote).reference.divide(legs.get(base).reference, LEG_PRECISION);
        return new Cross(Instrument.around(pair, referencePrice, history.of(pair)), base, quote);
    }

    private static double within(double deviation) {
        return Math.max(-MAX_DEVIATION, Math.min(MAX_DEVIATION, deviation));
    }

    /** Currency with its reference rate against the euro. */
    private record Leg(Currency currency, BigDecimal reference, CurrencyProfile profile) {}

    /** Instrument with the positions of its two currencies in the list of legs. */
    private record Cross(Instrument instrument, int base, int quote) {
        boolean includesAny(boolean[] moved) {
            return moved[base] || moved[quote];
        }
    }

    /** Market after a step, and the currencies that moved in it. */
    private record Move(Market market, boolean[] moved) {}

    /** State of all prices after a step. Made by the engine; immutable. */
    public static final class Market {
        private final long step;
        /** Per currency: the logarithm of price over reference rate. */
        private final double[] deviations;
        /** Per pair: the sequence number of its last tick. */
        private final long[] seqs;

        private Market(long step, double[] deviations, long[] seqs) {
            this.step = step;
            this.deviations = deviations;
            this.seqs = seqs;
        }

        public long step() {
            return step;
        }
    }

    /** Market after a step, and the ticks of the step. */
    public record Step(Market market, List<Tick> ticks) {}
}
