package dev.corridor.ledger.domain;

import java.util.OptionalLong;

/** Sums that never wrap. */
public final class Exact {
    private Exact() {}

    /** Empty when a long can't hold it. */
    public static OptionalLong sum(long first, long second) {
        long sum = first + second;
        boolean overflows = ((first ^ sum) & (second ^ sum)) < 0;
        return overflows ? OptionalLong.empty() : OptionalLong.of(sum);
    }
}
