package dev.corridor.payment.domain;

import java.util.Currency;
import java.util.Locale;

/** An account of the ledger by what it is for; owner, role and currency together name one. */
public record BookAccount(String owner, Role role, Currency currency) {

    /** The ledger calls it the account's code. */
    public enum Role {
        /** A person's money. */
        WALLET,
        /** Where money from outside comes in. */
        BANK_CLEARING,
        /** What the house holds of a currency from exchanging it. */
        FX_POSITION,
        /** What the house gains and loses when money that was exchanged comes back. */
        FX_RESULT,
        /** The default merchant's money. */
        MERCHANT;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static BookAccount wallet(String person, Currency currency) {
        return new BookAccount(person, Role.WALLET, currency);
    }

    public static BookAccount house(Role role, Currency currency) {
        return new BookAccount(Payee.HOUSE, role, currency);
    }
}
