package dev.corridor.kit.identity;

import java.util.Arrays;
import java.util.List;

/** A permission that a token can grant. */
public enum Scope {
    PROFILE_READ("profile:read", true),
    PROFILE_WRITE("profile:write", true),
    PROFILE_ADMIN("profile:admin", false),
    /** Verifies and suspends users; for operators only. No service has it. */
    PROFILE_VERIFY("profile:verify", false),
    PAYMENTS_READ("payments:read", true),
    PAYMENTS_WRITE("payments:write", true),
    /** Credits a wallet with money from outside; for the bank only. */
    PAYMENTS_TOPUP("payments:topup", false),
    /** Pays money from the user's wallet to the user's bank. */
    PAYMENTS_WITHDRAW("payments:withdraw", true),
    /** Captures, cancels and refunds payments to the house. */
    PAYMENTS_ADMIN("payments:admin", false),
    FOREX_READ("forex:read", true),
    FOREX_TRADE("forex:trade", true),
    LEDGER_READ("ledger:read", true),
    LEDGER_ADMIN("ledger:admin", false),
    /** Reads one's own applications at the developer portal. */
    APPLICATIONS_READ("applications:read", true),
    /** Registers applications, their keys and their subscriptions. */
    APPLICATIONS_WRITE("applications:write", true),
    /** Reads the metrics of a port that is open to everybody. */
    METRICS_READ("metrics:read", false);

    private final String value;
    private final boolean forUsers;

    Scope(String value, boolean forUsers) {
        this.value = value;
        this.forUsers = forUsers;
    }

    /** Its value in a token's {@code scope} claim. */
    public String value() {
        return value;
    }

    /** The scopes that any user's token may have. */
    public static List<String> ofUsers() {
        return Arrays.stream(values())
                .filter(scope -> scope.forUsers)
                .map(Scope::value)
                .toList();
    }
}
