package dev.corridor.ledger.domain.account;

import static dev.corridor.ledger.domain.account.Direction.CREDIT;
import static dev.corridor.ledger.domain.account.Direction.DEBIT;

/** What an account stands for, which says on which side it grows. */
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

    /** The side on which an entry raises the balance; an entry on the other side lowers it. */
    public Direction normalSide() {
        return normalSide;
    }
}
