package dev.corridor.payment.domain;

import dev.corridor.kit.value.Metadata;
import java.time.Duration;
import java.util.Currency;
import java.util.Optional;
import java.util.UUID;

/**
 * How a payment is to be made, beside who pays whom.
 *
 * @param target the currency in which the payee gets it
 * @param quote the price to pay at, promised by the forex service; empty: the price when it is paid
 * @param hold for how long the money is set aside until it is captured; empty: it is captured at once
 */
public record PaymentTerms(
        FixedSide fix,
        Currency target,
        Optional<UUID> quote,
        Optional<Duration> hold,
        RefundPolicy refundPolicy,
        Metadata metadata) {
    public static final Duration HOLD_UNLESS_SAID = Duration.ofDays(7);
    public static final Duration LONGEST_HOLD = Duration.ofDays(30);

    /** @throws dev.corridor.kit.error.Problem hold_invalid, quote_mismatch */
    public PaymentTerms {
        if (hold.filter(time -> time.toSeconds() < 1 || time.compareTo(LONGEST_HOLD) > 0)
                .isPresent()) {
            throw PaymentError.HOLD_INVALID.problem();
        }
        if (quote.isPresent() && fix == FixedSide.SOURCE) {
            throw PaymentError.QUOTE_MISMATCH.problem();
        }
    }

    /** At once, at the price of the moment, the payee gets exactly the amount. */
    public static PaymentTerms plain(Currency target) {
        return new PaymentTerms(
                FixedSide.TARGET,
                target,
                Optional.empty(),
                Optional.empty(),
                RefundPolicy.ORIGINAL_RATE,
                Metadata.NONE);
    }

    public PaymentTerms fixing(FixedSide side, Currency bought) {
        return new PaymentTerms(side, bought, quote, hold, refundPolicy, metadata);
    }

    public PaymentTerms at(Optional<UUID> promised) {
        return new PaymentTerms(fix, target, promised, hold, refundPolicy, metadata);
    }

    public PaymentTerms holding(Optional<Duration> time) {
        return new PaymentTerms(fix, target, quote, time, refundPolicy, metadata);
    }

    public PaymentTerms refundedAt(RefundPolicy policy) {
        return new PaymentTerms(fix, target, quote, hold, policy, metadata);
    }

    public PaymentTerms with(Metadata kept) {
        return new PaymentTerms(fix, target, quote, hold, refundPolicy, kept);
    }
}
