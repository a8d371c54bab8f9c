package dev.corridor.payment.domain;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * An idempotency key, and what a caller asks for under it.
 *
 * @param caller whose key it is: another caller's of the same text is another key
 */
public record KeyUse(String caller, String key, RequestFingerprint fingerprint) {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /** @throws dev.corridor.kit.error.Problem idempotency_key_invalid */
    public KeyUse {
        requireKey(key);
    }

    static void requireKey(String key) {
        if (!KEY.matcher(key).matches()) {
            throw PaymentError.IDEMPOTENCY_KEY_INVALID.problem();
        }
    }

    /** The same for every attempt under this key. */
    UUID id() {
        return UUID.nameUUIDFromBytes((caller + "\n" + key).getBytes(StandardCharsets.UTF_8));
    }
}
