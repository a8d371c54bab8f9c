package dev.corridor.ledger.domain.account;

import dev.corridor.kit.error.Problem;
import dev.corridor.ledger.domain.LedgerError;
import java.util.Objects;

/**
 * How far down the available balance of an account, on its normal side, may go.
 *
 * @param overdraftMinor how far below zero, in minor units; more than zero with OVERDRAFT, zero with every other policy
 */
public record Limit(LimitPolicy policy, long overdraftMinor) {
    public static final Limit NONE = new Limit(LimitPolicy.NONE, 0);
    public static final Limit NO_OVERDRAFT = new Limit(LimitPolicy.NO_OVERDRAFT, 0);

    public Limit {
        Objects.requireNonNull(policy, "policy");
        if (policy == LimitPolicy.OVERDRAFT ? overdraftMinor <= 0 : overdraftMinor != 0) {
            throw Problem.of(
                    LedgerError.ACCOUNT_INVALID,
                    "An overdraft greater than zero belongs to the limit OVERDRAFT, and to no other.");
        }
    }

    /** Most accounts have one of two limits: they share it. */
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
