package dev.corridor.ledger.domain.account;

/**
 * State of an account, which determines the transfers it may take part in. Void and expiry are possible in every state.
 */
public enum AccountState {
    OPEN,
    FROZEN_DEBIT,
    FROZEN_CREDIT,
    FROZEN,
    /** Final. Requires a zero balance and no open pending transfers. */
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
