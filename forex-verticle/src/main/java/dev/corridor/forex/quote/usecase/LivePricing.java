package dev.corridor.forex.quote.usecase;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Instrument;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.usecase.LiveRates;
import dev.corridor.forex.quote.domain.Conversion;
import dev.corridor.forex.quote.domain.Pricing;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Money;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what conversions cost at the live prices. Belongs to one verticle. */
public final class LivePricing {
    private final LiveRates rates;
    private final Supplier<List<Instrument>> instruments;
    private final Clock clock;
    private List<Instrument> seen = List.of();
    private Set<Currency> onOffer = Set.of();

    /** @param instruments as of now: the same list until there are others */
    public LivePricing(LiveRates rates, Supplier<List<Instrument>> instruments, Clock clock) {
        this.rates = rates;
        this.instruments = instruments;
        this.clock = clock;
    }

    private Set<Currency> onOffer() {
        if (instruments.get() != seen) {
            seen = instruments.get();
            onOffer = seen.stream()
                    .map(Instrument::pair)
                    .flatMap(pair -> Stream.of(pair.base(), pair.quote()))
                    .collect(Collectors.toUnmodifiableSet());
        }
        return onOffer;
    }

    /**
     * What {@code source} buys of each target; of every currency on offer when there are none given.
     *
     * @throws Problem unknown_currency, amount_invalid, amount_too_small, rate_unavailable
     */
    public List<Conversion> spending(Money source, Collection<Currency> targets) {
        return price(
                source, targets, target -> Pricing.spending(source, rates.price(new Pair(source.currency(), target))));
    }

    /** What each source currency must be spent to have {@code target} arrive. As {@link #spending}. */
    public List<Conversion> receiving(Money target, Collection<Currency> sources) {
        return price(
                target, sources, source -> Pricing.receiving(target, rates.price(new Pair(source, target.currency()))));
    }

    /**
     * The price to deal at between two different currencies.
     *
     * @throws Problem unknown_currency, unknown_pair, rate_unavailable
     */
    public Tick live(Currency source, Currency target) {
        requireOnOffer(source);
        requireOnOffer(target);
        if (source.equals(target)) {
            throw Problem.of(ForexError.UNKNOWN_PAIR, "Within one currency there is nothing to convert.");
        }
        return rates.price(new Pair(source, target));
    }

    private List<Conversion> price(Money amount, Collection<Currency> others, Function<Currency, Conversion> pricing) {
        requireOnOffer(amount.currency());
        others.forEach(this::requireOnOffer);
        Instant now = clock.instant();
        Function<Currency, Conversion> either =
                other -> other.equals(amount.currency()) ? Pricing.same(amount, now) : pricing.apply(other);
        return others.isEmpty()
                ? onOffer().stream()
                        .flatMap(other -> possible(either, other).stream())
                        .toList()
                : others.stream().map(either).toList();
    }

    /** Nobody asked for this currency by name, so one in which the amount is nothing, or that has no price, is left out. */
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

    private void requireOnOffer(Currency currency) {
        if (!onOffer().contains(currency)) {
            throw Problem.of(
                    StandardError.UNKNOWN_CURRENCY,
                    currency.getCurrencyCode() + " is not a currency that is converted here.");
        }
    }
}
