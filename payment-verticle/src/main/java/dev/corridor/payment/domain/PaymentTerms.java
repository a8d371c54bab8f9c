package dev.corridor.payment.domain;

import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Metadata;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Terms of a payment beside payer, payee and amount.
 *
 * @param fixedSide the side whose amount the request gives
 * @param target the currency in which the payee receives the money
 * @param quote the forex quote to pay at; empty means the live price
 * @param hold how long the money is held until it is captured; empty means that it is captured at once
 */
public record PaymentTerms(
        FixedSide fixedSide,
        Currency target,
        Optional<UUID> quote,
        Optional<Duration> hold,
        RefundPolicy refundPolicy,
        Metadata metadata) {
    public static final Duration DEFAULT_HOLD = Duration.ofDays(7);
    public static final Duration MAX_HOLD = Duration.ofDays(30);

    /** @throws dev.corridor.kit.error.Problem hold_invalid, quote_mismatch */
    public PaymentTerms {
        if (hold.filter(time -> time.toSeconds() < 1 || time.compareTo(MAX_HOLD) > 0)
                .isPresent()) {
            throw PaymentError.HOLD_INVALID.problem();
        }
        if (quote.isPresent() && fixedSide == FixedSide.SOURCE) {
            throw PaymentError.QUOTE_MISMATCH.problem();
        }
    }

    /** The payee receives exactly the amount, at once, at the live price. */
    public static PaymentTerms defaults(Currency target) {
        return new PaymentTerms(
                FixedSide.TARGET,
                target,
                Optional.empty(),
                Optional.empty(),
                RefundPolicy.ORIGINAL_RATE,
                Metadata.NONE);
    }

    public PaymentTerms withFixedSide(FixedSide side, Currency targetCurrency) {
        return new PaymentTerms(side, targetCurrency, quote, hold, refundPolicy, metadata);
    }

    public PaymentTerms withQuote(Optional<UUID> quoteId) {
        return new PaymentTerms(fixedSide, target, quoteId, hold, refundPolicy, metadata);
    }

    public PaymentTerms withHold(Optional<Duration> time) {
        return new PaymentTerms(fixedSide, target, quote, time, refundPolicy, metadata);
    }

    public PaymentTerms withRefundPolicy(RefundPolicy policy) {
        return new PaymentTerms(fixedSide, target, quote, hold, policy, metadata);
    }

    public PaymentTerms withMetadata(Metadata given) {
        return new PaymentTerms(fixedSide, target, quote, hold, refundPolicy, given);
    }
}
