package dev.corridor.kit.identity;

import java.util.Arrays;
import java.util.List;

/** What a token allows. */
public enum Scope {
    PROFILE_READ("profile:read", true),
    PROFILE_WRITE("profile:write", true),
    PROFILE_ADMIN("profile:admin", false),
    PAYMENTS_READ("payments:read", true),
    PAYMENTS_WRITE("payments:write", true),
    /** Money from outside into a wallet: for the bank's side only. */
    PAYMENTS_TOPUP("payments:topup", false),
    /** Money out of one's own wallet to one's bank. */
    PAYMENTS_WITHDRAW("payments:withdraw", true),
    /** For the house: captures, cancels and refunds what was paid to it. */
    PAYMENTS_ADMIN("payments:admin", false),
    FOREX_READ("forex:read", true),
    FOREX_TRADE("forex:trade", true),
    LEDGER_READ("ledger:read", true),
    LEDGER_ADMIN("ledger:admin", false);

    private final String value;
    private final boolean forUsers;

    Scope(String value, boolean forUsers) {
        this.value = value;
        this.forUsers = forUsers;
    }

    /** As it stands in a token's {@code scope} claim. */
    public String value() {
        return value;
    }

    /** The scopes any customer's token may have. */
    public static List<String> ofUsers() {
        return Arrays.stream(values())
                .filter(scope -> scope.forUsers)
                .map(Scope::value)
                .toList();
    }
}
