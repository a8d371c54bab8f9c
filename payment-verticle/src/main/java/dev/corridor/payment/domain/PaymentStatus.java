package dev.corridor.payment.domain;

import static dev.corridor.payment.domain.PaymentCommand.CANCEL;
import static dev.corridor.payment.domain.PaymentCommand.COMPLETE;
import static dev.corridor.payment.domain.PaymentCommand.EXPIRE;
import static dev.corridor.payment.domain.PaymentCommand.FAIL;
import static dev.corridor.payment.domain.PaymentCommand.REFUND_PART;
import static dev.corridor.payment.domain.PaymentCommand.REFUND_REST;
import static dev.corridor.payment.domain.PaymentCommand.RESERVE;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a payment stands, and the one table of how it gets from there to elsewhere. */
public enum PaymentStatus {
    /** Written down; no money has moved that anybody knows of. */
    CREATED,
    /** The payer's money is set aside, and not yet the payee's. */
    RESERVED,
    /** The payee has the money. */
    COMPLETED,
    /** Nothing moved, and nothing will. */
    FAILED,
    /** Called off before it was completed; what was reserved is free again. */
    CANCELLED,
    /** Reserved for longer than it was allowed to; the money is free again. */
    EXPIRED,
    PARTIALLY_REFUNDED,
    REFUNDED;

    /** A status that is not the first of any row is final. */
    public static final List<Transition> TRANSITIONS = List.of(
            new Transition(CREATED, RESERVE, RESERVED),
            new Transition(CREATED, COMPLETE, COMPLETED),
            new Transition(CREATED, FAIL, FAILED),
            new Transition(CREATED, CANCEL, CANCELLED),
            new Transition(RESERVED, COMPLETE, COMPLETED),
            new Transition(RESERVED, CANCEL, CANCELLED),
            new Transition(RESERVED, EXPIRE, EXPIRED),
            new Transition(COMPLETED, REFUND_PART, PARTIALLY_REFUNDED),
            new Transition(COMPLETED, REFUND_REST, REFUNDED),
            new Transition(PARTIALLY_REFUNDED, REFUND_PART, PARTIALLY_REFUNDED),
            new Transition(PARTIALLY_REFUNDED, REFUND_REST, REFUNDED));

    /** One row of the table: in {@code from}, {@code command} leads to {@code to}. */
    public record Transition(PaymentStatus from, PaymentCommand command, PaymentStatus to) {}

    private static final Map<PaymentStatus, Map<PaymentCommand, PaymentStatus>> NEXT = index();

    /** Where the command leads from here; empty when it may not be given here. */
    public Optional<PaymentStatus> after(PaymentCommand command) {
        return Optional.ofNullable(NEXT.get(this).get(command));
    }

    public boolean isFinal() {
        return NEXT.get(this).isEmpty();
    }

    /** Whether the payee has had the money: only then is the payment any business of theirs. */
    public boolean hasReachedPayee() {
        return this == COMPLETED || this == PARTIALLY_REFUNDED || this == REFUNDED;
    }

    private static Map<PaymentStatus, Map<PaymentCommand, PaymentStatus>> index() {
        var index = new EnumMap<PaymentStatus, Map<PaymentCommand, PaymentStatus>>(PaymentStatus.class);
        for (PaymentStatus status : values()) {
            index.put(status, new EnumMap<>(PaymentCommand.class));
        }
        TRANSITIONS.forEach(row -> index.get(row.from()).put(row.command(), row.to()));
        return index;
    }
}
