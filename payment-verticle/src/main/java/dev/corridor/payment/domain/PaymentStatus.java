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

/** Status of a payment, with the one table of allowed transitions. */
public enum PaymentStatus {
    /** Stored. The outcome of its posting is not known yet. */
    CREATED,
    /** The payer's money is held. */
    RESERVED,
    /** The payee has received the money. */
    COMPLETED,
    /** Refused or interrupted. No money has moved. */
    FAILED,
    /** Cancelled before completion. A hold was released. */
    CANCELLED,
    /** The hold expired and was released. */
    EXPIRED,
    /** A part of the captured amount was refunded. */
    PARTIALLY_REFUNDED,
    /** All of the captured amount was refunded. */
    REFUNDED;

    /** All allowed transitions. A status without a row that starts from it is final. */
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

    /** Allowed transition: {@code command} leads from {@code from} to {@code to}. */
    public record Transition(PaymentStatus from, PaymentCommand command, PaymentStatus to) {}

    private static final Map<PaymentStatus, Map<PaymentCommand, PaymentStatus>> NEXT = index();

    /** The status that the command leads to; empty if the command is not allowed in this status. */
    public Optional<PaymentStatus> after(PaymentCommand command) {
        return Optional.ofNullable(NEXT.get(this).get(command));
    }

    public boolean isFinal() {
        return NEXT.get(this).isEmpty();
    }

    /** Tells whether the payee has received the money, refunded or not. */
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
