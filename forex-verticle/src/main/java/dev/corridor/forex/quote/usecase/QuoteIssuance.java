package dev.corridor.forex.quote.usecase;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.quote.domain.Conversion;
import dev.corridor.forex.quote.domain.Quote;
import dev.corridor.forex.quote.domain.QuotePricing;
import dev.corridor.forex.quote.store.QuoteTable;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;

/** Creates, finds and uses quotes. Belongs to one verticle. */
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

    /** Creates a quote for a fixed source amount. */
    public Future<Quote> fixedSource(String owner, Money source, Currency to, Duration validFor) {
        var live = prices.live(source.currency(), to);
        return store(owner, QuotePricing.fixedSource(source, live, validFor), validFor);
    }

    /** Creates a quote for a fixed target amount. */
    public Future<Quote> fixedTarget(String owner, Money target, Currency from, Duration validFor) {
        var live = prices.live(from, target.currency());
        return store(owner, QuotePricing.fixedTarget(target, live, validFor), validFor);
    }

    public Future<QuoteTable.StoredQuote> find(String owner, UUID id) {
        return quotes.find(id, owner);
    }

    /**
     * Uses a quote for a payment of exactly its target amount.
     *
     * @param usedBy id of the payment
     * @param target amount that the payee is to get
     * @return or fails with quote_mismatch, without using the quote, when its target is another amount; and as {@link QuoteTable#use}
     */
    public Future<Quote> use(String owner, UUID id, UUID usedBy, Money target) {
        return quotes.find(id, owner).compose(stored -> {
            if (!stored.quote().target().equals(target)) {
                return Future.failedFuture(Problem.of(
                        ForexError.QUOTE_MISMATCH,
                        "The quote is of %s, not of %s."
                                .formatted(stored.quote().target(), target)));
            }
            return quotes.use(id, owner, usedBy);
        });
    }

    private Future<Quote> store(String owner, Conversion conversion, Duration validFor) {
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
