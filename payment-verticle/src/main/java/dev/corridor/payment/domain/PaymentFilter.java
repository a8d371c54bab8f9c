package dev.corridor.payment.domain;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Money;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import java.util.Set;

/**
 * Which payments of a list; what is empty lets all through.
 *
 * @param from created then or later
 * @param to created before
 * @param counterparty a person's id, or {@link Payee#HOUSE}
 * @param least what the payee gets is at least that, in the same currency
 * @param most and at most that
 */
public record PaymentFilter(
        Set<PaymentStatus> statuses,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> counterparty,
        Optional<String> reference,
        Optional<Currency> currency,
        Optional<Money> least,
        Optional<Money> most) {
    public static final PaymentFilter ALL = new PaymentFilter(
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** @throws Problem invalid_request for an amount range that is not of one currency, the one asked for */
    public PaymentFilter {
        requireOf(currency, least);
        requireOf(currency, most);
    }

    private static void requireOf(Optional<Currency> currency, Optional<Money> bound) {
        if (bound.isPresent() && !currency.equals(bound.map(Money::currency))) {
            throw Problem.of(StandardError.INVALID_REQUEST, "A range of amounts needs the currency it is in.");
        }
    }
}
