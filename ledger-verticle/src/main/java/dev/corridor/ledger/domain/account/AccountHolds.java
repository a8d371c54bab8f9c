package dev.corridor.ledger.domain.account;

import java.util.List;

/** Account with its open pending transfers, as of the same moment. */
public record AccountHolds(AccountProfile account, List<OpenHold> holds) {
    public static final int MAX = 1_000;

    public AccountHolds {
        holds = List.copyOf(holds);
    }
}
