package dev.corridor.ledger.domain.account;

import java.util.Locale;

/** Side of an account that a transfer writes on. */
public enum Direction {
    DEBIT,
    CREDIT;

    /** Returns the word for messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
