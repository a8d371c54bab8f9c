package dev.corridor.payment.domain;

import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Metadata;
import dev.corridor.kit.value.Money;
import dev.corridor.kit.value.Texts;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The request for a payment, after it was read and checked.
 *
 * @param caller subject of the token; idempotency keys are unique to it
 * @param payer a user's id, or {@link Payee#HOUSE} for a top-up
 * @param amount the amount of the side that {@link PaymentTerms#fixedSide} names
 * @param from currency of the wallet to pay from; if empty, {@link Funding} chooses
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
    private static final int MAX_KEY_LENGTH = 255;

    /** @throws dev.corridor.kit.error.Problem amount_invalid, reference_invalid, idempotency_key_invalid */
    public PaymentRequest {
        amount.requirePositive();
        requireReference(reference);
        idempotencyKey.ifPresent(PaymentRequest::requireIdempotencyKey);
    }

    /** A user pays, on {@linkplain PaymentTerms#defaults default terms}. */
    public static PaymentRequest payment(
            UUID payer,
            Optional<String> idempotencyKey,
            Payee payee,
            Money amount,
            Optional<Currency> from,
            String reference) {
        String user = payer.toString();
        return new PaymentRequest(
                PaymentKind.PAYMENT,
                user,
                idempotencyKey,
                user,
                payee,
                amount,
                from,
                reference,
                PaymentTerms.defaults(amount.currency()));
    }

    /** Money arrives from outside; {@code caller} is the bank's service. */
    public static PaymentRequest topUp(
            String caller, Optional<String> idempotencyKey, Payee user, Money amount, String reference) {
        if (user.isMerchant()) {
            throw PaymentError.PAYEE_NOT_FOUND.problem();
        }
        return new PaymentRequest(
                PaymentKind.TOP_UP,
                caller,
                idempotencyKey,
                Payee.HOUSE,
                user,
                amount,
                Optional.empty(),
                reference,
                PaymentTerms.defaults(amount.currency()));
    }

    /** Money leaves a user's wallet for their bank. */
    public static PaymentRequest withdrawal(
            UUID user, Optional<String> idempotencyKey, Money amount, String reference) {
        return new PaymentRequest(
                PaymentKind.WITHDRAWAL,
                user.toString(),
                idempotencyKey,
                user.toString(),
                Payee.MERCHANT,
                amount,
                Optional.of(amount.currency()),
                reference,
                PaymentTerms.defaults(amount.currency()));
    }

    public PaymentRequest withTerms(PaymentTerms agreed) {
        return new PaymentRequest(kind, caller, idempotencyKey, payer, payee, amount, from, reference, agreed);
    }

    public PaymentRequest withMetadata(Metadata metadata) {
        return withTerms(terms.withMetadata(metadata));
    }

    public FixedSide fixedSide() {
        return terms.fixedSide();
    }

    /** The currency in which the payee receives the money. */
    public Currency target() {
        return terms.target();
    }

    /**
     * Checks the currencies of a new payment. Old money of a currency that the euro has replaced may still be exchanged
     * for another currency, at once.
     *
     * @throws dev.corridor.kit.error.Problem unknown_currency if a currency has ended
     */
    public void requireCurrenciesAt(Instant now) {
        target().requireAt(now);
        from.filter(source -> !canExchangeOut(source)).ifPresent(source -> source.requireAt(now));
    }

    private boolean canExchangeOut(Currency source) {
        return source.perEuro().isPresent() && terms.hold().isEmpty();
    }

    PaymentRequest withoutKey() {
        return new PaymentRequest(kind, caller, Optional.empty(), payer, payee, amount, from, reference, terms);
    }

    /**
     * @throws dev.corridor.kit.error.Problem idempotency_key_invalid unless the key is 1 to 255 visible ASCII
     *     characters
     */
    public static void requireIdempotencyKey(String key) {
        if (key.isEmpty()
                || key.length() > MAX_KEY_LENGTH
                || !key.chars().allMatch(character -> character > ' ' && character < 0x7f)) {
            throw PaymentError.IDEMPOTENCY_KEY_INVALID.problem();
        }
    }

    static void requireReference(String reference) {
        if (!Texts.isStorable(reference, MAX_REFERENCE_LENGTH)) {
            throw PaymentError.REFERENCE_INVALID.problem();
        }
    }
}
