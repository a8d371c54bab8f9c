package dev.corridor.payment.domain.posting;

import dev.corridor.kit.value.Currency;
import dev.corridor.payment.domain.Payee;
import java.util.Locale;

/** An account of the ledger. Owner, role and currency identify it. */
public record LedgerAccount(String owner, Role role, Currency currency) {

    /** Role of an account; the ledger stores it as the account's code. */
    public enum Role {
        /** A user's money. */
        WALLET,
        /** Counter-account of money from and to banks. */
        BANK_CLEARING,
        /** The house's position in a currency from conversions. */
        FX_POSITION,
        /** The house's gains and losses from refunds between currencies. */
        FX_RESULT,
        /** The default merchant's money. */
        MERCHANT;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static LedgerAccount wallet(String user, Currency currency) {
        return new LedgerAccount(user, Role.WALLET, currency);
    }

    public static LedgerAccount house(Role role, Currency currency) {
        return new LedgerAccount(Payee.HOUSE, role, currency);
    }
}
