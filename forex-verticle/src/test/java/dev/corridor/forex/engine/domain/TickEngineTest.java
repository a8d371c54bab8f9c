package dev.corridor.forex.engine.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.reference.domain.Publications;
import dev.corridor.forex.reference.domain.RatePublication;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TickEngineTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int STEPS = 50;

    @Test
    void the_first_step_ticks_every_pair() {
        var engine = new TickEngine(Publications.february(), 1);

        var ticks = engine.next(engine.opening(), START).ticks();

        assertThat(ticks).extracting(Tick::pair).containsExactlyElementsOf(pairs(engine));
        assertThat(ticks).hasSize(7 * 6);
    }

    @Property(tries = 50)
    void bid_is_at_most_mid_and_mid_at_most_ask(@ForAll long seed) {
        assertThat(run(seed)).allSatisfy(tick -> {
            assertThat(tick.bid()).isPositive().isLessThan(tick.mid());
            assertThat(tick.ask()).isGreaterThan(tick.mid());
        });
    }

    @Property(tries = 50)
    void seq_rises_by_one_per_pair(@ForAll long seed) {
        Map<Pair, Long> last = new HashMap<>();
        run(seed).forEach(tick -> assertThat(tick.seq()).isEqualTo(last.merge(tick.pair(), 1L, Long::sum)));
    }

    @Property(tries = 20)
    void the_same_seed_makes_the_same_ticks(@ForAll long seed) {
        assertThat(run(seed)).isEqualTo(run(seed));
    }

    @Property(tries = 5)
    void the_same_seed_and_history_make_the_same_ticks(@ForAll long seed) {
        var one = new TickEngine(Publications.february(), history(0.004), seed);
        var other = new TickEngine(Publications.february(), history(0.004), seed);

        assertThat(run(one, one.opening())).isEqualTo(run(other, other.opening()));
    }

    @Test
    void a_currency_that_moved_more_has_wider_spreads_and_larger_steps() {
        var calm = new TickEngine(Publications.february(), history(0.002), 1);
        var wild = new TickEngine(Publications.february(), history(0.02), 1);
        var pair = Pair.parse("EUR/USD");

        assertThat(instrument(wild, pair).halfSpread())
                .isGreaterThan(instrument(calm, pair).halfSpread());
        assertThat(distance(wild, pair)).isGreaterThan(distance(calm, pair));
    }

    @Test
    void a_spread_is_five_basis_points_at_seven_and_a_half_per_cent_a_year_and_within_bounds() {
        var pair = Pair.parse("EUR/USD");
        double daily = 0.075 / Math.sqrt(Volatility.DAYS_PER_YEAR);

        assertThat(instrument(new TickEngine(Publications.february(), history(daily), 1), pair)
                        .halfSpread())
                .isBetween(new BigDecimal("0.000485"), new BigDecimal("0.000505"));
        assertThat(instrument(new TickEngine(Publications.february(), history(0.3), 1), pair)
                        .halfSpread())
                .isEqualByComparingTo("0.005");
        assertThat(instrument(new TickEngine(Publications.february(), history(0), 1), pair)
                        .halfSpread())
                .isEqualByComparingTo("0.0002");
    }

    @Test
    void without_enough_history_spread_and_steps_are_the_default() {
        var defaults = new TickEngine(Publications.february(), 1);
        var withHistoryOfOthers = new TickEngine(Publications.february(), history(0.02), 1);
        var pair = Pair.parse("GBP/JPY");

        assertThat(instrument(defaults, pair)).isEqualTo(instrument(withHistoryOfOthers, pair));
        assertThat(distance(defaults, pair)).isEqualTo(distance(withHistoryOfOthers, pair));
    }

    @Test
    void a_new_reference_moves_no_price_at_once() {
        var before = new TickEngine(Publications.of("2023-02-20", Map.of("USD", "1.0674", "GBP", "0.88")), 1);
        var after = new TickEngine(Publications.of("2023-02-21", Map.of("USD", "1.0801", "GBP", "0.87")), 1);
        var market = before.advance(before.opening(), STEPS);

        var lastTicks = byPair(after.lastTicks(after.continueFrom(market, before), START));

        before.lastTicks(market, START).forEach(tick -> {
            var now = lastTicks.get(tick.pair());
            assertThat(now.seq()).isEqualTo(tick.seq());
            assertThat(now.mid().divide(tick.mid(), RatePublication.CROSS_PRECISION))
                    .isBetween(new BigDecimal("0.99998"), new BigDecimal("1.00002"));
        });
    }

    @Test
    void prices_revert_to_a_new_reference() {
        var pair = Pair.parse("EUR/USD");
        var before = new TickEngine(Publications.of("2023-02-20", Map.of("USD", "1.00")), 1);
        var after = new TickEngine(Publications.of("2023-02-21", Map.of("USD", "1.03")), 1);
        var market = after.continueFrom(before.advance(before.opening(), 1), before);

        var later =
                byPair(after.lastTicks(after.advance(market, 20_000), START)).get(pair);

        assertThat(later.mid()).isBetween(new BigDecimal("1.02"), new BigDecimal("1.04"));
    }

    @Test
    void another_seed_makes_other_ticks() {
        assertThat(run(1)).isNotEqualTo(run(2));
    }

    @Property(tries = 50)
    void pairs_agree_with_each_other(@ForAll long seed) {
        var engine = new TickEngine(Publications.february(), seed);
        var byPair = engine.next(engine.opening(), START).ticks().stream()
                .collect(Collectors.toMap(Tick::pair, Function.identity()));

        byPair.values().forEach(tick -> {
            assertThat(tick.mid().multiply(byPair.get(tick.pair().inverse()).mid()))
                    .isLessThanOrEqualTo(BigDecimal.ONE)
                    .isGreaterThan(new BigDecimal("0.9999"));
            assertThatTriangleIsWithinTheSpread(tick, byPair);
        });
    }

    /** Converting through a third currency never beats the direct conversion, and loses no more than the spreads. */
    private static void assertThatTriangleIsWithinTheSpread(Tick direct, Map<Pair, Tick> byPair) {
        var third = Publications.currency("GBP");
        if (direct.pair().base().equals(third) || direct.pair().quote().equals(third)) {
            return;
        }
        var bidThroughThird = byPair.get(new Pair(direct.pair().base(), third))
                .bid()
                .multiply(byPair.get(new Pair(third, direct.pair().quote())).bid());
        assertThat(bidThroughThird)
                .isLessThan(direct.ask())
                .isGreaterThan(direct.bid().multiply(new BigDecimal("0.995")));
    }

    @Property(tries = 5)
    void prices_stay_around_their_reference(@ForAll long seed) {
        var reference = Publications.february();

        assertThat(run(seed)).allSatisfy(tick -> assertThat(tick.mid()
                        .divide(
                                reference.rate(tick.pair().base(), tick.pair().quote()),
                                RatePublication.CROSS_PRECISION))
                .isBetween(new BigDecimal("0.9"), new BigDecimal("1.1")));
    }

    @Property(tries = 20)
    void a_restored_market_continues_unchanged(@ForAll long seed, @ForAll @IntRange(max = STEPS) int storedAfter) {
        var engine = new TickEngine(Publications.february(), seed);
        var elsewhere = new TickEngine(Publications.february(), seed);
        var market = engine.advance(engine.opening(), storedAfter);

        var stored = engine.checkpoint(market);

        assertThat(run(elsewhere, elsewhere.restore(stored))).isEqualTo(run(engine, market));
        assertThat(elsewhere.checkpoint(elsewhere.restore(stored))).isEqualTo(stored);
    }

    @Property(tries = 20)
    void advancing_leads_to_the_same_market_as_stepping(@ForAll long seed) {
        var engine = new TickEngine(Publications.february(), seed);
        var stepped = engine.opening();
        for (int i = 0; i < STEPS; i++) {
            stepped = engine.next(stepped, START).market();
        }

        assertThat(engine.checkpoint(engine.advance(engine.opening(), STEPS))).isEqualTo(engine.checkpoint(stepped));
    }

    @Property(tries = 20)
    void last_ticks_are_those_of_every_pair(@ForAll long seed) {
        var engine = new TickEngine(Publications.february(), seed);
        var market = engine.opening();
        Map<Pair, Tick> last = new HashMap<>();
        for (int i = 0; i < STEPS; i++) {
            var step = engine.next(market, START);
            market = step.market();
            step.ticks().forEach(tick -> last.put(tick.pair(), tick));
        }

        assertThat(engine.lastTicks(market, START)).containsExactlyInAnyOrderElementsOf(last.values());
    }

    @Test
    void before_the_first_step_there_are_no_last_ticks() {
        var engine = new TickEngine(Publications.february(), 1);

        assertThat(engine.lastTicks(engine.opening(), START)).isEmpty();
    }

    @Test
    void a_market_of_other_currencies_uses_unpublished_numbers() {
        var before = new TickEngine(Publications.of("2023-02-20", Map.of("USD", "1.0674", "GBP", "0.88")), 1);
        var stored = before.checkpoint(before.advance(before.opening(), STEPS));
        var engine = new TickEngine(Publications.february(), 1);

        var first = engine.lastTicks(engine.restore(stored), START);

        assertThat(first).hasSize(7 * 6).allSatisfy(tick -> assertThat(stored.seqs())
                .allSatisfy(seq -> assertThat(tick.seq()).isGreaterThan(seq)));
    }

    @Test
    void prices_have_six_significant_digits() {
        var decimals = new TickEngine(Publications.february(), 1)
                .instruments().stream()
                        .collect(
                                Collectors.toMap(instrument -> instrument.pair().toString(), Instrument::decimals));

        assertThat(decimals)
                .containsEntry("EUR/USD", 5)
                .containsEntry("USD/EUR", 6)
                .containsEntry("USD/JPY", 3)
                .containsEntry("EUR/IDR", 1)
                .containsEntry("IDR/EUR", 10);
    }

    /** Returns the history of a year in which USD moved up and down by that much a day; other currencies have none. */
    private static Volatility history(double daily) {
        var days = new ArrayList<RatePublication>();
        for (int i = 0; i < 250; i++) {
            var rate = BigDecimal.valueOf(i % 2 == 0 ? 1 : Math.exp(daily));
            days.add(Publications.of(
                    START.atZone(ZoneOffset.UTC).toLocalDate().minusDays(i).toString(),
                    Map.of("USD", rate.toPlainString())));
        }
        return Volatility.of(days);
    }

    private static Instrument instrument(TickEngine engine, Pair pair) {
        return engine.instruments().stream()
                .filter(each -> each.pair().equals(pair))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the distance of a price from its beginning after some steps. */
    private static BigDecimal distance(TickEngine engine, Pair pair) {
        var later = byPair(engine.lastTicks(engine.advance(engine.opening(), STEPS), START));
        var first = byPair(engine.lastTicks(engine.advance(engine.opening(), 1), START));
        return later.get(pair).mid().subtract(first.get(pair).mid()).abs();
    }

    private static Map<Pair, Tick> byPair(List<Tick> ticks) {
        return ticks.stream().collect(Collectors.toMap(Tick::pair, Function.identity()));
    }

    private static List<Tick> run(long seed) {
        var engine = new TickEngine(Publications.february(), seed);
        return run(engine, engine.opening());
    }

    private static List<Tick> run(TickEngine engine, TickEngine.Market from) {
        var ticks = new ArrayList<Tick>();
        var market = from;
        for (int i = 0; i < STEPS; i++) {
            var step = engine.next(market, START.plusMillis(250L * i));
            market = step.market();
            ticks.addAll(step.ticks());
        }
        return ticks;
    }

    private static List<Pair> pairs(TickEngine engine) {
        return engine.instruments().stream().map(Instrument::pair).toList();
    }
}
