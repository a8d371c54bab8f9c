package dev.corridor.payment.domain;

import dev.corridor.kit.value.Metadata;
import dev.corridor.kit.value.Money;
import java.util.Currency;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What was asked for.
 *
 * @param caller subject of the token; idempotency keys are unique to it
 * @param payer a person's id, or {@link Payee#HOUSE} for a top-up
 * @param amount what the payee gets, or what the payer spends: {@link PaymentTerms#fix} says which
 * @param from the wallet to pay from; empty: {@link Funding} chooses
 */
public record PaymentRequest(
        PaymentKind kind,
        String caller,
        Optional<String> idempotencyKey,
        String payer,
        Payee payee,
        Money amount,
        Optional<Currency> from,
        String reference,
        PaymentTerms terms) {
    private static final int MAX_REFERENCE_LENGTH = 140;
    private static final Pattern CONTROL_CHARACTER = Pattern.compile("\\p{Cntrl}");

    /** @throws dev.corridor.kit.error.Problem amount_invalid, reference_invalid, idempotency_key_invalid */
    public PaymentRequest {
        amount.requirePositive();
        requireReference(reference);
        idempotencyKey.ifPresent(IdempotentRequest::requireKey);
    }

    /** A person pays, on {@linkplain PaymentTerms#plain plain terms}. */
    public static PaymentRequest payment(
            UUID payer,
            Optional<String> idempotencyKey,
            Payee payee,
            Money amount,
            Optional<Currency> from,
            String reference) {
        String person = payer.toString();
        return new PaymentRequest(
                PaymentKind.PAYMENT,
                person,
                idempotencyKey,
                person,
                payee,
                amount,
                from,
                reference,
                PaymentTerms.plain(amount.currency()));
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
                reference,
                PaymentTerms.plain(amount.currency()));
    }

    /** Money leaves a person's wallet, for their bank. */
    public static PaymentRequest withdrawal(
            UUID person, Optional<String> idempotencyKey, Money amount, String reference) {
        return new PaymentRequest(
                PaymentKind.WITHDRAWAL,
                person.toString(),
                idempotencyKey,
                person.toString(),
                Payee.MERCHANT,
                amount,
                Optional.of(amount.currency()),
                reference,
                PaymentTerms.plain(amount.currency()));
    }

    /** The same, on these terms. */
    public PaymentRequest on(PaymentTerms agreed) {
        return new PaymentRequest(kind, caller, idempotencyKey, payer, payee, amount, from, reference, agreed);
    }

    public PaymentRequest with(Metadata metadata) {
        return on(terms.with(metadata));
    }

    public FixedSide fix() {
        return terms.fix();
    }

    /** The currency in which the payee gets it. */
    public Currency target() {
        return terms.target();
    }

    /** What takes the idempotency key, if there is one. */
    public Optional<IdempotentRequest> keyUse() {
        return idempotencyKey.map(key -> new IdempotentRequest(caller, key, RequestFingerprint.of(this)));
    }

    PaymentRequest withoutKey() {
        return new PaymentRequest(kind, caller, Optional.empty(), payer, payee, amount, from, reference, terms);
    }

    static void requireReference(String reference) {
        if (reference.length() > MAX_REFERENCE_LENGTH
                || CONTROL_CHARACTER.matcher(reference).find()) {
            throw PaymentError.REFERENCE_INVALID.problem();
        }
    }
}
