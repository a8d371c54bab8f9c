package dev.corridor.payment.domain;

/** What a request gets whose idempotency key was used before. */
public enum IdempotencyDecision {
    /** The answer that the first request got. */
    REPLAY,
    /** The first request is not finished. */
    IN_PROGRESS,
    /** The first request asked for something else. */
    KEY_REUSED;

    public static IdempotencyDecision of(PaymentStatus first, RequestFingerprint ofFirst, RequestFingerprint ofRepeat) {
        if (!ofFirst.equals(ofRepeat)) {
            return KEY_REUSED;
        }
        return first == PaymentStatus.CREATED ? IN_PROGRESS : REPLAY;
    }
}
