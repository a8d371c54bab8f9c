package dev.corridor.ledger.domain.posting;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.LedgerError;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Accounts, amount and code of a transfer that moves or reserves money.
 *
 * @param code purpose of the transfer, such as "payment" or "top_up"; 1 to 32 of a-z and _
 */
public record Leg(UUID debitAccountId, UUID creditAccountId, Money amount, String code, Balancing balancing) {
    private static final Pattern CODE = Pattern.compile("[a-z_]{1,32}");

    public Leg {
        Objects.requireNonNull(debitAccountId, "debitAccountId");
        Objects.requireNonNull(creditAccountId, "creditAccountId");
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(balancing, "balancing");
        if (!CODE.matcher(code).matches()) {
            throw Problem.of(LedgerError.POSTING_INVALID, "A transfer's code must be 1 to 32 of a-z and _.");
        }
    }
}
