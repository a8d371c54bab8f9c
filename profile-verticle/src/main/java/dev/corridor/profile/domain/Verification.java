package dev.corridor.profile.domain;

/** Whether the house knows who somebody is, and so whether they may move money. */
public enum Verification {
    PENDING,
    VERIFIED,
    SUSPENDED
}
