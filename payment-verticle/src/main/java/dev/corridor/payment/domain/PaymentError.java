package dev.corridor.payment.domain;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import java.util.Locale;

/** What the payment service can refuse, and what a payment can fail for. */
public enum PaymentError implements ErrorCode {
    INSUFFICIENT_FUNDS(
            Fault.REFUSED,
            "The wallet does not hold that much.",
            "Top up, pay less, or pay from another wallet by from_currency."),
    PAYEE_NOT_FOUND(
            Fault.UNPROCESSABLE,
            "There is nobody to pay by that name.",
            "Send a person's id or @username, or leave 'to' out to pay the default merchant."),
    PAYER_NOT_ALLOWED(
            Fault.REFUSED,
            "The payer may not move money.",
            "Pay with the token of a person who has a profile that is not suspended."),
    SAME_PERSON(Fault.REFUSED, "Payer and payee are the same person.", "Send the payment to somebody else."),
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
            "Money is not set aside for that long.",
            "Send expires_in from 1 second to 30 days, with capture later."),
    HOLD_EXPIRED(
            Fault.REFUSED,
            "The time for which the money was set aside is over; the payer has it back.",
            "Make a new payment."),
    CAPTURE_INVALID(
            Fault.REFUSED,
            "More is to be captured than was set aside, or another currency.",
            "Capture at most the payment's target amount, in its currency."),
    NOT_REFUNDABLE(
            Fault.REFUSED,
            "Top-ups and withdrawals are not refunded.",
            "Move the money back by a withdrawal or a top-up."),
    REFUND_EXCEEDS_CAPTURED(
            Fault.REFUSED,
            "The refund is more than what the payee still has of the payment, or of another currency.",
            "Read the payment: captured less refunded is what can come back."),
    NOT_YOURS_TO_DO(
            Fault.FORBIDDEN,
            "That is for the other side of this payment.",
            "A refund is made by the payee; the house's payments are captured, cancelled and refunded with payments:admin."),
    SOURCE_MISMATCH(
            Fault.UNPROCESSABLE,
            "What is spent is not of the currency of the wallet it is to be spent from.",
            "Name the wallet of the amount's currency, or none."),
    POSTING_REFUSED(
            Fault.REFUSED, "The books could not take the payment; nothing was paid.", "Report the correlation_id."),

    /** Failed before anything was posted; the idempotency key is free again. */
    SERVICE_UNAVAILABLE(
            Fault.UNAVAILABLE,
            "A service that the payment needs is not available; nothing was paid.",
            "Repeat after the time in Retry-After, with the same Idempotency-Key."),
    /** As {@link #SERVICE_UNAVAILABLE}, when this service itself stopped or failed. */
    INTERRUPTED(
            Fault.UNAVAILABLE,
            "The payment was interrupted before any money moved; nothing was paid.",
            "Repeat after the time in Retry-After, with the same Idempotency-Key."),
    /** Never a reason to fail: the ledger may have posted, and recovery finds out. */
    PAYMENT_PENDING(
            Fault.UNAVAILABLE,
            "The payment is under way, and its outcome is not known yet.",
            "Read the payment by its payment_id, or repeat with the same Idempotency-Key; it will not be paid twice."),

    IDEMPOTENCY_KEY_INVALID(
            Fault.INVALID,
            "The idempotency key is not 1 to 255 visible ASCII characters.",
            "Send a UUID, for example."),
    IDEMPOTENCY_KEY_REUSED(
            Fault.UNPROCESSABLE,
            "The idempotency key belongs to a request with other content.",
            "Use a new key for a new payment; repeat the first request exactly to see its answer."),
    REQUEST_IN_PROGRESS(
            Fault.CONFLICT,
            "The first request with this idempotency key is still being worked on.",
            "Repeat in a second."),
    REFERENCE_INVALID(
            Fault.UNPROCESSABLE,
            "The reference is longer than 140 characters, or has control characters.",
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
            "Nothing was done under that key, or it has been forgotten.",
            "Repeat the request: if nothing was done, it is done now."),
    CURSOR_INVALID(Fault.INVALID, "The cursor is not one of ours.", "Use the next_cursor of the page before, or none."),
    STATUS_CONFLICT(
            Fault.CONFLICT, "The payment's status does not allow that.", "Read the payment to see where it stands.");

    private final Fault fault;
    private final String words;
    private final String advice;

    PaymentError(Fault fault, String words, String advice) {
        this.fault = fault;
        this.words = words;
        this.advice = advice;
    }

    /** @param code of one of these */
    public static PaymentError ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** In the words of the person it happens to; the same each time, so that a replay says what the first answer said. */
    public String words() {
        return words;
    }

    public Problem problem() {
        return Problem.of(this, words);
    }

    public Problem problem(Throwable cause) {
        return Problem.of(this, words, cause);
    }

    /** The same request may succeed later, so a payment that fails for this lets go of its idempotency key. */
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
    public boolean mayPass() {
        return this == REQUEST_IN_PROGRESS || fault.mayPass();
    }
}
