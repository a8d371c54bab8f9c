package dev.corridor.forex.engine.domain;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.kit.value.Currency;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary market: any currencies, at any rates, with any history, some steps after its opening. */
record Markets(Map<Pair, Tick> prices, Map<Pair, Instrument> instruments) {
    private static final int MAX_STEPS = 20;
    private static final int DAYS = 80;
    private static final List<Currency> CURRENCIES = Currency.all().stream()
            .filter(currency -> !currency.equals(RatePublication.EURO))
            .toList();

    static Arbitrary<Markets> any() {
        var seeds = Arbitraries.longs();
        var steps = Arbitraries.integers().between(1, MAX_STEPS);
        return Combinators.combine(publications(), seeds, steps).as(Markets::after);
    }

    /**
     * Generates two to six currencies beside the euro, each at a rate of up to seven digits from 0.001 to a million.
     */
    static Arbitrary<RatePublication> publications() {
        var digits = Arbitraries.longs().between(1_000, 9_999_999);
        var scales = Arbitraries.integers().between(1, 6);
        var rates = Combinators.combine(digits, scales).as(BigDecimal::valueOf);
        return Arbitraries.maps(Arbitraries.of(CURRENCIES), rates)
                .ofMinSize(2)
                .ofMaxSize(6)
                .map(perEuro -> RatePublication.of(LocalDate.EPOCH, "test", perEuro));
    }

    private static Markets after(RatePublication reference, long seed, int steps) {
        var engine = new TickEngine(reference, Volatility.of(history(reference, seed)), seed);
        var market = engine.advance(engine.opening(), steps);
        return new Markets(
                engine.lastTicks(market, Instant.EPOCH).stream()
                        .collect(Collectors.toMap(Tick::pair, Function.identity())),
                engine.instruments().stream().collect(Collectors.toMap(Instrument::pair, Function.identity())));
    }

    /**
     * Generates a history in which each currency has its own volatility, up to a tenth a day; some currencies are new.
     */
    private static List<RatePublication> history(RatePublication reference, long seed) {
        var random = new SplittableRandom(seed);
        var days = new ArrayList<Map<Currency, BigDecimal>>();
        for (int day = 0; day < DAYS; day++) {
            days.add(new HashMap<>());
        }
        reference.perEuro().forEach((currency, rate) -> {
            double move = Math.pow(10, -1 - 4 * random.nextDouble());
            int since = random.nextInt(4) == 0 ? DAYS / 2 : 0;
            for (int day = since; day < DAYS; day++) {
                var factor = BigDecimal.valueOf(Math.exp(move * random.nextGaussian()));
                days.get(day).put(currency, rate.multiply(factor, MathContext.DECIMAL64));
            }
        });
        return IntStream.range(0, DAYS)
                .mapToObj(day -> RatePublication.of(LocalDate.EPOCH.plusDays(day), "test", days.get(day)))
                .toList();
    }

    Tick price(Currency base, Currency quote) {
        return prices.get(new Pair(base, quote));
    }

    BigDecimal halfSpread(Currency base, Currency quote) {
        return instruments.get(new Pair(base, quote)).halfSpread();
    }

    /** Returns the currencies sorted by code, so that an index means the same currency in every run. */
    List<Currency> currencies() {
        return prices.keySet().stream()
                .map(Pair::base)
                .distinct()
                .sorted(Comparator.comparing(Currency::code))
                .toList();
    }

    /** Returns the currency at an index, modulo their number. */
    Currency currency(int index) {
        return currencies().get(Math.floorMod(index, currencies().size()));
    }
}
