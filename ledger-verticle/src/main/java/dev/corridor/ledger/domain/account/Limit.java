package dev.corridor.ledger.domain.account;

import dev.corridor.kit.error.Problem;
import dev.corridor.ledger.domain.LedgerError;
import java.util.Objects;

/**
 * Lower bound of an account's available balance, on its normal side.
 *
 * @param overdraftMinor bound below zero in minor units; greater than zero with OVERDRAFT, otherwise zero
 */
public record Limit(LimitPolicy policy, long overdraftMinor) {
    public static final Limit NONE = new Limit(LimitPolicy.NONE, 0);
    public static final Limit NO_OVERDRAFT = new Limit(LimitPolicy.NO_OVERDRAFT, 0);

    public Limit {
        Objects.requireNonNull(policy, "policy");
        if (policy == LimitPolicy.OVERDRAFT ? overdraftMinor <= 0 : overdraftMinor != 0) {
            throw Problem.of(
                    LedgerError.ACCOUNT_INVALID,
                    "The limit OVERDRAFT needs an overdraft greater than zero; no other limit has one.");
        }
    }

    /** Returns a shared instance for the two limits that most accounts have. */
    public static Limit of(LimitPolicy policy, long overdraftMinor) {
        var limit = new Limit(policy, overdraftMinor);
        return switch (policy) {
            case NONE -> NONE;
            case NO_OVERDRAFT -> NO_OVERDRAFT;
            case OVERDRAFT -> limit;
        };
    }

    public static Limit overdraft(long overdraftMinor) {
        return new Limit(LimitPolicy.OVERDRAFT, overdraftMinor);
    }

    public boolean allows(long availableMinor) {
        return policy == LimitPolicy.NONE || availableMinor >= -overdraftMinor;
    }
}
