package dev.corridor.ledger.domain.account;

/** What an account takes part in. Voiding and expiry of a pending transfer are possible in every state. */
public enum AccountState {
    OPEN,
    FROZEN_DEBIT,
    FROZEN_CREDIT,
    FROZEN,
    /** For good; only an account with nothing in it and no open hold can be closed. */
    CLOSED;

    public boolean allows(Direction side) {
        return switch (this) {
            case OPEN -> true;
            case FROZEN_DEBIT -> side == Direction.CREDIT;
            case FROZEN_CREDIT -> side == Direction.DEBIT;
            case FROZEN, CLOSED -> false;
        };
    }
}
