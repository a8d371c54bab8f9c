package dev.corridor.payment.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Currency;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Tells a repeat from another request under the same idempotency key: SHA-256 over what was asked for, after reading it,
 * so that 100, "100" and "100.00" are the same request.
 */
public record RequestFingerprint(String hex) {

    public static RequestFingerprint of(PaymentRequest request) {
        // None of the parts can hold a line break, so no two requests make the same text.
        String content = String.join(
                "\n",
                request.kind().name(),
                request.payer(),
                request.payee().text(),
                Long.toString(request.amount().minorUnits()),
                request.amount().currency().getCurrencyCode(),
                request.from().map(Currency::getCurrencyCode).orElse(""),
                request.quote().map(UUID::toString).orElse(""),
                request.reference());
        return new RequestFingerprint(HexFormat.of().formatHex(sha256(content)));
    }

    private static byte[] sha256(String content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
