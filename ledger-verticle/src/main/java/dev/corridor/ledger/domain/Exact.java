package dev.corridor.ledger.domain;

import java.util.OptionalLong;

/** Addition without overflow. */
public final class Exact {
    private Exact() {}

    /** @return empty on overflow */
    public static OptionalLong sum(long first, long second) {
        long sum = first + second;
        boolean overflows = ((first ^ sum) & (second ^ sum)) < 0;
        return overflows ? OptionalLong.empty() : OptionalLong.of(sum);
    }
}
