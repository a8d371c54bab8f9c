package dev.corridor.forex.quote.usecase;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Instrument;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.usecase.LiveRates;
import dev.corridor.forex.quote.domain.Conversion;
import dev.corridor.forex.quote.domain.FixedRatePricing;
import dev.corridor.forex.quote.domain.Pricing;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prices conversions at the live prices. Belongs to one verticle. */
public final class LivePricing {
    private final LiveRates rates;
    private final Supplier<List<Instrument>> instruments;
    private final Clock clock;
    private List<Instrument> knownInstruments = List.of();
    private Set<Currency> currencies = Set.of();

    /** @param instruments returns the current instruments: the same list until they change */
    public LivePricing(LiveRates rates, Supplier<List<Instrument>> instruments, Clock clock) {
        this.rates = rates;
        this.instruments = instruments;
        this.clock = clock;
    }

    private Set<Currency> currencies() {
        if (instruments.get() != knownInstruments) {
            knownInstruments = instruments.get();
            currencies = knownInstruments.stream()
                    .map(Instrument::pair)
                    .flatMap(pair -> Stream.of(pair.base(), pair.quote()))
                    .collect(Collectors.toUnmodifiableSet());
        }
        return currencies;
    }

    /**
     * Prices a fixed source amount in each target currency; in every currency with live prices when {@code targets} is empty.
     * A source that the euro has replaced is priced at its fixed rate.
     *
     * @throws Problem unknown_currency, amount_invalid, amount_too_small, rate_unavailable
     */
    public List<Conversion> fixedSource(Money source, Collection<Currency> targets) {
        requireSource(source.currency());
        targets.forEach(this::requireKnown);
        return price(source, targets, target -> fixedRate(source.currency(), target)
                .map(fixed -> fixed.fixedSource(source))
                .orElseGet(() -> Pricing.fixedSource(source, rates.price(new Pair(source.currency(), target)))));
    }

    /** Prices a fixed target amount in each source currency. As {@link #fixedSource}. */
    public List<Conversion> fixedTarget(Money target, Collection<Currency> sources) {
        requireKnown(target.currency());
        sources.forEach(this::requireSource);
        return price(target, sources, source -> fixedRate(source, target.currency())
                .map(fixed -> fixed.fixedTarget(target))
                .orElseGet(() -> Pricing.fixedTarget(target, rates.price(new Pair(source, target.currency())))));
    }

    /** Returns the pricing of a source that the euro has replaced; empty for any other source. */
    private Optional<FixedRatePricing> fixedRate(Currency source, Currency target) {
        var now = clock.instant();
        if (!source.hasEndedAt(now)) {
            return Optional.empty();
        }
        return Optional.of(
                target.equals(RatePublication.EURO)
                        ? FixedRatePricing.intoEuro(source, now)
                        : FixedRatePricing.into(source, rates.price(new Pair(RatePublication.EURO, target))));
    }

    /**
     * Returns the live price between two different currencies.
     *
     * @throws Problem unknown_currency, unknown_pair, rate_unavailable
     */
    public Tick live(Currency source, Currency target) {
        requireKnown(source);
        requireKnown(target);
        if (source.equals(target)) {
            throw Problem.of(ForexError.UNKNOWN_PAIR, "A conversion needs two different currencies.");
        }
        return rates.price(new Pair(source, target));
    }

    private List<Conversion> price(Money amount, Collection<Currency> others, Function<Currency, Conversion> pricing) {
        Instant now = clock.instant();
        Function<Currency, Conversion> either =
                other -> other.equals(amount.currency()) ? Pricing.same(amount, now) : pricing.apply(other);
        return others.isEmpty()
                ? currencies().stream()
                        .filter(other -> other.existsOn(Currency.dayOf(now)))
                        .flatMap(other -> possible(either, other).stream())
                        .toList()
                : others.stream().map(either).toList();
    }

    /** Returns empty for a currency in which the amount is too small or that has no price: the request did not name it. */
    private static Optional<Conversion> possible(Function<Currency, Conversion> pricing, Currency other) {
        try {
            return Optional.of(pricing.apply(other));
        } catch (Problem problem) {
            if (problem.is(ForexError.AMOUNT_TOO_SMALL) || problem.is(ForexError.UNKNOWN_PAIR)) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    /** Old balances of a currency that the euro has replaced can still be exchanged, at its fixed rate. */
    private void requireSource(Currency source) {
        if (source.perEuro().isEmpty() || !source.hasEndedAt(clock.instant())) {
            requireKnown(source);
        }
    }

    private void requireKnown(Currency currency) {
        currency.requireAt(clock.instant());
        if (!currencies().contains(currency)) {
            throw Problem.of(StandardError.UNKNOWN_CURRENCY, currency.code() + " has no live prices.");
        }
    }
}
