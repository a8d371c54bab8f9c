package dev.corridor.payment.domain.query;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.kit.value.Period;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.PaymentStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Filter of a list of payments. An empty field filters nothing.
 *
 * @param from created at that time or later
 * @param to created before that time
 * @param counterparty a user's id, or {@link Payee#HOUSE}
 * @param least lower bound of the target amount, in {@code currency}
 * @param most upper bound of the target amount, in {@code currency}
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

    /** @throws Problem invalid_request if the period ends before it begins, a bound is not in {@code currency}, or the counterparty is empty */
    public PaymentFilter {
        if (counterparty.filter(String::isEmpty).isPresent()) {
            throw Problem.of(StandardError.INVALID_REQUEST, "The counterparty is empty. Send a user's id, or house.");
        }
        Period.require(from, to);
        requireOf(currency, least);
        requireOf(currency, most);
    }

    private static void requireOf(Optional<Currency> currency, Optional<Money> bound) {
        if (bound.isPresent() && !currency.equals(bound.map(Money::currency))) {
            throw Problem.of(StandardError.INVALID_REQUEST, "min_amount and max_amount need the currency they are in.");
        }
    }
}
