package dev.corridor.forex.quote.usecase;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.quote.domain.Conversion;
import dev.corridor.forex.quote.domain.Quote;
import dev.corridor.forex.quote.domain.QuotePricing;
import dev.corridor.forex.quote.store.QuoteTable;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Money;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.UUID;
import java.util.function.Supplier;

/** Promises prices, and keeps the promises. Belongs to one verticle. */
public final class QuoteIssuance {
    private final LivePricing prices;
    private final QuoteTable quotes;
    private final Supplier<UUID> newId;
    private final Clock clock;

    public QuoteIssuance(LivePricing prices, QuoteTable quotes, Supplier<UUID> newId, Clock clock) {
        this.prices = prices;
        this.quotes = quotes;
        this.newId = newId;
        this.clock = clock;
    }

    /** What {@code source} will buy. */
    public Future<Quote> spending(String owner, Money source, Currency to, Duration validFor) {
        var live = prices.live(source.currency(), to);
        return keep(owner, QuotePricing.spending(source, live, validFor), validFor);
    }

    /** What must be spent to have {@code target} arrive. */
    public Future<Quote> receiving(String owner, Money target, Currency from, Duration validFor) {
        var live = prices.live(from, target.currency());
        return keep(owner, QuotePricing.receiving(target, live, validFor), validFor);
    }

    public Future<QuoteTable.Kept> find(String owner, UUID id) {
        return quotes.find(id, owner);
    }

    /**
     * Uses it up for whoever pays exactly what was promised.
     *
     * @param target what the payee is to get
     * @return fails with quote_mismatch, and leaves it unused, when the quote is of another amount; and as {@link QuoteTable#use}
     */
    public Future<Quote> use(String owner, UUID id, UUID taker, Money target) {
        return quotes.find(id, owner).compose(kept -> {
            if (!kept.quote().target().equals(target)) {
                return Future.failedFuture(Problem.of(
                        ForexError.QUOTE_MISMATCH,
                        "The quote is of %s, not of %s.".formatted(kept.quote().target(), target)));
            }
            return quotes.use(id, owner, taker);
        });
    }

    private Future<Quote> keep(String owner, Conversion conversion, Duration validFor) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return quotes.add(new Quote(
                newId.get(),
                owner,
                conversion.source(),
                conversion.target(),
                conversion.rate(),
                conversion.mid(),
                now,
                QuotePricing.expiry(now, validFor)));
    }
}
