package dev.corridor.payment.domain;

import dev.corridor.kit.money.Money;
import java.util.Currency;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What was asked for.
 *
 * @param caller subject of the token; idempotency keys are unique to it
 * @param payer a person's id, or {@link Payee#HOUSE} for a top-up
 * @param amount what the payee gets
 * @param from the wallet to pay from; empty: {@link Funding} chooses
 * @param quote the price to pay at, promised by the forex service; empty: the price when it is paid
 */
public record PaymentRequest(
        PaymentKind kind,
        String caller,
        Optional<String> idempotencyKey,
        String payer,
        Payee payee,
        Money amount,
        Optional<Currency> from,
        Optional<UUID> quote,
        String reference) {
    private static final int MAX_REFERENCE_LENGTH = 140;
    private static final Pattern CONTROL_CHARACTER = Pattern.compile("\\p{Cntrl}");
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /** @throws dev.corridor.kit.error.Problem amount_invalid, reference_invalid, idempotency_key_invalid */
    public PaymentRequest {
        amount.requirePositive();
        if (reference.length() > MAX_REFERENCE_LENGTH
                || CONTROL_CHARACTER.matcher(reference).find()) {
            throw PaymentError.REFERENCE_INVALID.problem();
        }
        if (idempotencyKey
                .filter(key -> !IDEMPOTENCY_KEY.matcher(key).matches())
                .isPresent()) {
            throw PaymentError.IDEMPOTENCY_KEY_INVALID.problem();
        }
    }

    /** A person pays. */
    public static PaymentRequest payment(
            UUID payer,
            Optional<String> idempotencyKey,
            Payee payee,
            Money amount,
            Optional<Currency> from,
            String reference) {
        String person = payer.toString();
        return new PaymentRequest(
                PaymentKind.PAYMENT, person, idempotencyKey, person, payee, amount, from, Optional.empty(), reference);
    }

    /** Money comes in from outside; {@code caller} is the bank's side. */
    public static PaymentRequest topUp(
            String caller, Optional<String> idempotencyKey, Payee person, Money amount, String reference) {
        if (person.isMerchant()) {
            throw PaymentError.PAYEE_NOT_FOUND.problem();
        }
        return new PaymentRequest(
                PaymentKind.TOP_UP,
                caller,
                idempotencyKey,
                Payee.HOUSE,
                person,
                amount,
                Optional.empty(),
                Optional.empty(),
                reference);
    }

    /** The same, at that price if there is one. */
    public PaymentRequest at(Optional<UUID> promised) {
        return new PaymentRequest(kind, caller, idempotencyKey, payer, payee, amount, from, promised, reference);
    }

    PaymentRequest withoutKey() {
        return new PaymentRequest(kind, caller, Optional.empty(), payer, payee, amount, from, quote, reference);
    }
}
