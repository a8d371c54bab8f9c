package dev.corridor.payment.domain;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import java.util.Locale;

/** Errors of the payment service, and the reasons for which a payment or refund can fail. */
public enum PaymentError implements ErrorCode {
    INSUFFICIENT_FUNDS(
            Fault.REFUSED,
            "The wallet does not have enough money.",
            "Top up, pay less, or pay from another wallet by from_currency."),
    PAYEE_NOT_FOUND(
            Fault.UNPROCESSABLE,
            "There is no user with that id or username.",
            "Send a user's id or @username, or omit 'to' to pay the default merchant."),
    PAYER_NOT_ALLOWED(
            Fault.REFUSED,
            "The payer may not move money.",
            "Read the payer's profile: a pending user has to be verified first, a suspended one asks the operator."),
    PAYEE_NOT_ALLOWED(
            Fault.REFUSED,
            "The payee may neither receive nor refund money.",
            "The payee is suspended. Ask the payee; only the operator can reinstate them."),
    SAME_PERSON(Fault.REFUSED, "Payer and payee are the same user.", "Send the payment to another user."),
    CURRENCY_NOT_EXCHANGED(
            Fault.REFUSED,
            "There is no rate between the two currencies.",
            "Pay from a wallet in another currency by from_currency."),
    AMOUNT_TOO_SMALL(
            Fault.REFUSED,
            "The amount is worth less than the smallest unit of the currency it is paid from.",
            "Pay more, or from a wallet in another currency."),
    QUOTE_NOT_FOUND(
            Fault.UNPROCESSABLE,
            "There is no such quote.",
            "Send the id of a quote that was made for the payer, or none."),
    QUOTE_EXPIRED(Fault.REFUSED, "The quote has expired; nothing was paid.", "Ask for a new quote."),
    QUOTE_USED(Fault.REFUSED, "The quote has been used by another payment; nothing was paid.", "Ask for a new quote."),
    QUOTE_MISMATCH(
            Fault.REFUSED,
            "The quote is of another amount or currency; nothing was paid.",
            "Pay exactly the quote's target amount, from its source currency."),
    HOLD_INVALID(
            Fault.UNPROCESSABLE,
            "A hold cannot be that short or that long.",
            "Send expires_in from 1 second to 30 days, with capture later."),
    HOLD_EXPIRED(Fault.REFUSED, "The hold has expired and was released.", "Make a new payment."),
    CAPTURE_INVALID(
            Fault.REFUSED,
            "The capture exceeds the hold, or is in another currency.",
            "Capture at most the payment's target amount, in its currency."),
    NOT_REFUNDABLE(
            Fault.REFUSED,
            "Top-ups and withdrawals are not refunded.",
            "Use a withdrawal or a top-up to return the money."),
    REFUND_EXCEEDS_CAPTURED(
            Fault.REFUSED,
            "The refund exceeds the captured amount that is not refunded yet, or is in another currency.",
            "Read the payment: captured less refunded can be refunded."),
    NOT_YOURS_TO_DO(
            Fault.FORBIDDEN,
            "Only the other party of this payment may do that.",
            "A refund is made by the payee; the house's payments are captured, cancelled and refunded with payments:admin."),
    SOURCE_MISMATCH(
            Fault.UNPROCESSABLE,
            "The fixed source amount is not in the currency of the wallet.",
            "Send the amount's currency as from_currency, or omit it."),
    TARGET_MISMATCH(
            Fault.UNPROCESSABLE,
            "The target currency is not the currency of the fixed target amount.",
            "Send target_currency with FIXED_SIDE_SOURCE, or omit it."),
    POSTING_REFUSED(Fault.REFUSED, "The ledger refused the payment; nothing was paid.", "Report the correlation_id."),

    /** Failed before anything was posted. The idempotency key is released. */
    SERVICE_UNAVAILABLE(
            Fault.UNAVAILABLE,
            "A service that the payment needs is not available; nothing was paid.",
            "Repeat after the time in Retry-After, with the same Idempotency-Key."),
    /** As {@link #SERVICE_UNAVAILABLE}, for a failure of this service itself. */
    INTERRUPTED(
            Fault.UNAVAILABLE,
            "The payment was interrupted before any money moved; nothing was paid.",
            "Repeat after the time in Retry-After, with the same Idempotency-Key."),
    /** Never a failure reason: the ledger may have posted the payment, and recovery completes it. */
    PAYMENT_PENDING(
            Fault.UNAVAILABLE,
            "The payment is in progress; its outcome is not known yet.",
            "Read the payment by its payment_id, or repeat with the same Idempotency-Key; it will not be paid twice."),

    IDEMPOTENCY_KEY_INVALID(
            Fault.INVALID,
            "The idempotency key is not 1 to 255 visible ASCII characters.",
            "Send a UUID, for example."),
    IDEMPOTENCY_KEY_REUSED(
            Fault.UNPROCESSABLE,
            "The idempotency key belongs to a request with other content.",
            "Use a new key for a new payment; repeat the first request exactly to get its result."),
    REQUEST_IN_PROGRESS(Fault.CONFLICT, "Another request for this payment is in progress.", "Repeat in a second."),
    REFERENCE_INVALID(
            Fault.UNPROCESSABLE,
            "The reference is longer than 140 characters, or has a character that no text may have.",
            "Send a shorter, single-line reference."),
    PAYMENT_NOT_FOUND(
            Fault.NOT_FOUND,
            "There is no payment with that id.",
            "Check the id, and that the token is the payer's or the payee's."),
    REFUND_NOT_FOUND(
            Fault.NOT_FOUND,
            "There is no refund with that id.",
            "Check the id, and that the token is the payer's or the payee's."),
    IDEMPOTENCY_KEY_NOT_FOUND(
            Fault.NOT_FOUND,
            "The idempotency key is unknown or has expired.",
            "Repeat the request: it is executed if it was not before."),
    CURSOR_INVALID(
            Fault.INVALID, "The cursor is not valid.", "Use the next_cursor of the previous page, or omit the cursor."),
    STATUS_CONFLICT(Fault.CONFLICT, "The payment's status does not allow that.", "Read the payment to see its status.");

    private final Fault fault;
    private final String message;
    private final String advice;

    PaymentError(Fault fault, String message, String advice) {
        this.fault = fault;
        this.message = message;
        this.advice = advice;
    }

    /** @param code code of a PaymentError */
    public static PaymentError ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** The message for callers. It is constant, so that a replay shows the same text. */
    public String message() {
        return message;
    }

    public Problem problem() {
        return Problem.of(this, message);
    }

    /** @param detail what exactly is wrong with this request; a stored failure shows the constant message instead */
    public Problem problem(String detail) {
        return Problem.of(this, detail);
    }

    public Problem problem(Throwable cause) {
        return Problem.of(this, message, cause);
    }

    /**
     * Tells whether the same request may succeed later. A payment that fails for such a reason releases its
     * idempotency key.
     */
    public boolean isRetryable() {
        return fault == Fault.UNAVAILABLE;
    }

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Fault fault() {
        return fault;
    }

    @Override
    public String advice() {
        return advice;
    }

    @Override
    public boolean isTransient() {
        return this == REQUEST_IN_PROGRESS || fault.isTransient();
    }
}
