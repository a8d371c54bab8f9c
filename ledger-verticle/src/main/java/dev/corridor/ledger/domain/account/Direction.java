package dev.corridor.ledger.domain.account;

import java.util.Locale;

/** The side of an account that a transfer writes on. */
public enum Direction {
    DEBIT,
    CREDIT;

    /** For sentences. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }
}
