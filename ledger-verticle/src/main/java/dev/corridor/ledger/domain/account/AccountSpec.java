package dev.corridor.ledger.domain.account;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Currency;
import dev.corridor.ledger.domain.LedgerError;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Attributes of an account. Owner, code and currency identify it; kind and limit determine the rules for its transfers.
 */
public record AccountSpec(String owner, String code, Currency currency, AccountKind kind, Limit limit) {
    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");
    private static final Pattern CODE = Pattern.compile("[a-z_]{1,32}");
    /** Code of the house's position in a currency, which exchanging old balances of an ended currency needs. */
    private static final String FX_POSITION = "fx_position";

    public AccountSpec {
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(code, "code");
    }

    /**
     * Validates the attributes of a requested account.
     *
     * @throws Problem account_invalid
     */
    public static AccountSpec requested(String owner, String code, Currency currency, AccountKind kind, Limit limit) {
        if (!canOwn(owner)) {
            throw Problem.of(
                    LedgerError.ACCOUNT_INVALID, "The owner must be 1 to 64 letters, digits or _.:- characters.");
        }
        if (!CODE.matcher(code).matches()) {
            throw Problem.of(LedgerError.ACCOUNT_INVALID, "The code must be 1 to 32 of a-z and _.");
        }
        return new AccountSpec(owner, code, currency, kind, limit);
    }

    /** Whether a new account may be opened: not in a currency that has ended, except the house's FX position. */
    public boolean canBeOpenedAt(Instant now) {
        return !currency.hasEndedAt(now) || code.equals(FX_POSITION);
    }

    /** Whether the other names the same account: kind and limit do not identify it. */
    public boolean isNamedAs(AccountSpec other) {
        return owner.equals(other.owner) && code.equals(other.code) && currency.equals(other.currency);
    }

    /** Whether {@code owner} is valid as the owner of an account. */
    public static boolean canOwn(String owner) {
        return OWNER.matcher(owner).matches();
    }
}
