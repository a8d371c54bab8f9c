package dev.corridor.ledger.domain.account;

import static dev.corridor.ledger.domain.account.Direction.CREDIT;
import static dev.corridor.ledger.domain.account.Direction.DEBIT;

/** Kind of an account, which determines its normal side. */
public enum AccountKind {
    ASSET(DEBIT),
    LIABILITY(CREDIT),
    EQUITY(CREDIT),
    INCOME(CREDIT),
    EXPENSE(DEBIT);

    private final Direction normalSide;

    AccountKind(Direction normalSide) {
        this.normalSide = normalSide;
    }

    /** Returns the side on which an entry raises the balance. */
    public Direction normalSide() {
        return normalSide;
    }
}
