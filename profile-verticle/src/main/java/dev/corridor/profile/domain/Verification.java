package dev.corridor.profile.domain;

/** State of a user's identity check. A suspended user may not pay. */
public enum Verification {
    PENDING,
    VERIFIED,
    SUSPENDED
}
