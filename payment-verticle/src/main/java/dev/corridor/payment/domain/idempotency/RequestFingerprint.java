package dev.corridor.payment.domain.idempotency;

import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.kit.value.Sha256Digest;
import dev.corridor.payment.domain.PaymentRequest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * SHA-256 over the content of a request, which tells a repeat from another request under the same idempotency key. It
 * is computed from the parsed request, so that 100, "100" and "100.00" are the same request.
 */
public record RequestFingerprint(String hex) {

    public static RequestFingerprint of(PaymentRequest request) {
        var terms = request.terms();
        return ofParts(
                request.kind().name(),
                request.payer(),
                request.payee().text(),
                minorUnits(request.amount()),
                request.amount().currency().code(),
                request.from().map(Currency::code).orElse(""),
                request.reference(),
                terms.fixedSide().name(),
                terms.target().code(),
                terms.quote().map(UUID::toString).orElse(""),
                terms.hold().map(Duration::toString).orElse(""),
                terms.refundPolicy().name(),
                terms.metadata().values().toString());
    }

    /** @param amount empty means all of it */
    public static RequestFingerprint ofCapture(UUID payment, Optional<Money> amount) {
        return ofParts(
                "CAPTURE", payment.toString(), amount.map(Money::toString).orElse(""));
    }

    public static RequestFingerprint ofCancel(UUID payment) {
        return ofParts("CANCEL", payment.toString());
    }

    /** @param amount empty means all that is not refunded yet */
    public static RequestFingerprint ofRefund(UUID payment, Optional<Money> amount, String reason) {
        return ofParts("REFUND", payment.toString(), amount.map(Money::toString).orElse(""), reason);
    }

    /** No part can contain a line break, so two different requests never produce the same text. */
    private static RequestFingerprint ofParts(String... parts) {
        return new RequestFingerprint(HexFormat.of().formatHex(Sha256Digest.of(String.join("\n", parts))));
    }

    private static String minorUnits(Money amount) {
        return Long.toString(amount.minorUnits());
    }
}
