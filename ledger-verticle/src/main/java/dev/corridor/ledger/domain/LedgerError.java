package dev.corridor.ledger.domain;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Fault;
import java.util.Locale;

/** Errors of the ledger. The codes are part of its contract. */
public enum LedgerError implements ErrorCode {
    INSUFFICIENT_FUNDS(Fault.REFUSED, "Add money to the account, or send a smaller amount."),
    ACCOUNT_NOT_FOUND(Fault.NOT_FOUND, "Check the account id; list the owner's accounts to find it."),
    ACCOUNT_FROZEN(Fault.REFUSED, "Wait until the account is open again, or use another one."),
    ACCOUNT_CLOSED(Fault.REFUSED, "Use another account."),
    ACCOUNT_NOT_EMPTY(Fault.REFUSED, "Move the money out and end the pending transfers, then close the account."),
    CURRENCY_MISMATCH(Fault.UNPROCESSABLE, "Use accounts in the currency of the amount."),
    AMOUNT_INVALID(Fault.UNPROCESSABLE, "Send an amount greater than zero."),
    OVERFLOW(Fault.REFUSED, "Spread the money over several accounts."),
    DUPLICATE_CONFLICT(Fault.CONFLICT, "Use a new id, or repeat the first content exactly."),
    PENDING_NOT_FOUND(Fault.UNPROCESSABLE, "Name a pending transfer by its id."),
    PENDING_EXPIRED(Fault.REFUSED, "Make a new pending transfer."),
    PENDING_ALREADY_POSTED(Fault.REFUSED, "Read the pending transfer: it was posted."),
    PENDING_ALREADY_VOIDED(Fault.REFUSED, "Make a new pending transfer."),
    PENDING_NOT_DUE(Fault.REFUSED, "Void the pending transfer, or wait for its expiry."),
    TRANSFER_NOT_FOUND(Fault.UNPROCESSABLE, "Name a transfer by its id."),
    ALREADY_REVERSED(Fault.REFUSED, "Read the transfer: it names its reversal."),
    NOT_REVERSIBLE(Fault.UNPROCESSABLE, "Reverse direct and post transfers; void a pending one."),
    LINKED_FAILED(Fault.REFUSED, "Another transfer of the posting was refused; see that one."),
    SAME_ACCOUNT(Fault.UNPROCESSABLE, "Name two different accounts."),
    POSTING_INVALID(Fault.INVALID, "Send the posting as the contract describes it."),
    POSTING_NOT_FOUND(Fault.NOT_FOUND, "Check the posting's id."),
    ACCOUNT_INVALID(Fault.INVALID, "Send the account as the contract describes it."),
    STATEMENT_INVALID(Fault.INVALID, "Send the statement as the contract describes it."),
    PERIOD_TOO_LONG(Fault.UNPROCESSABLE, "Ask for a shorter period, several times."),
    ACCOUNT_CONFLICT(Fault.CONFLICT, "Ask for the kind and limit the account has, or for another code."),
    STALE_VERSION(Fault.STALE, "Read the account again and repeat the change with its new ETag."),
    CURSOR_INVALID(Fault.INVALID, "Use the next_cursor of the previous page, or none.");

    private final Fault fault;
    private final String advice;

    LedgerError(Fault fault, String advice) {
        this.fault = fault;
        this.advice = advice;
    }

    /** @throws IllegalArgumentException for an unknown code */
    public static LedgerError ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
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
