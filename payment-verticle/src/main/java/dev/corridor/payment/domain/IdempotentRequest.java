package dev.corridor.payment.domain;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * An idempotency key, and what a caller asks for under it.
 *
 * @param caller whose key it is: another caller's of the same text is another key
 */
public record IdempotentRequest(String caller, String key, RequestFingerprint fingerprint) {
    private static final int LONGEST_KEY = 255;

    /** @throws dev.corridor.kit.error.Problem idempotency_key_invalid */
    public IdempotentRequest {
        requireKey(key);
    }

    static void requireKey(String key) {
        if (key.isEmpty() || key.length() > LONGEST_KEY || !key.chars().allMatch(IdempotentRequest::isVisibleAscii)) {
            throw PaymentError.IDEMPOTENCY_KEY_INVALID.problem();
        }
    }

    private static boolean isVisibleAscii(int character) {
        return character > ' ' && character < 0x7f;
    }

    /** The same for every attempt under this key. */
    UUID id() {
        return UUID.nameUUIDFromBytes((caller + "\n" + key).getBytes(StandardCharsets.UTF_8));
    }
}
