package dev.corridor.ledger.domain;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Fault;
import java.util.Locale;

/** Everything the ledger says no with. The codes are part of its contract. */
public enum LedgerError implements ErrorCode {
    INSUFFICIENT_FUNDS(Fault.REFUSED, "Add money to the account, or send a smaller amount."),
    ACCOUNT_NOT_FOUND(Fault.NOT_FOUND, "Check the account id; list the owner's accounts to find it."),
    CURRENCY_MISMATCH(Fault.UNPROCESSABLE, "Use accounts in the currency of the amount."),
    AMOUNT_INVALID(Fault.UNPROCESSABLE, "Send an amount greater than zero."),
    OVERFLOW(Fault.REFUSED, "Spread the money over several accounts."),
    DUPLICATE_CONFLICT(Fault.CONFLICT, "Use a new id, or repeat the first content exactly."),
    SAME_ACCOUNT(Fault.UNPROCESSABLE, "Name two different accounts."),
    POSTING_INVALID(Fault.INVALID, "Send the posting as the contract describes it."),
    POSTING_NOT_FOUND(Fault.NOT_FOUND, "Check the posting's id."),
    ACCOUNT_INVALID(Fault.INVALID, "Send the account as the contract describes it."),
    ACCOUNT_CONFLICT(Fault.CONFLICT, "Ask for the kind and limit the account has, or for another code."),
    CURSOR_INVALID(Fault.INVALID, "Use the next_cursor of the page before, or none.");

    private final Fault fault;
    private final String advice;

    LedgerError(Fault fault, String advice) {
        this.fault = fault;
        this.advice = advice;
    }

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Fault fault() {
        return fault;
    }

    @Override
    public String advice() {
        return advice;
    }
}
