package dev.corridor.ledger.domain;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.money.Money;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/** One amount of one currency, from the account it debits to the account it credits. */
public record Transfer(UUID id, UUID debitAccountId, UUID creditAccountId, Money amount, String code) {
    private static final Pattern CODE = Pattern.compile("[a-z_]{1,32}");

    public Transfer {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(debitAccountId, "debitAccountId");
        Objects.requireNonNull(creditAccountId, "creditAccountId");
        Objects.requireNonNull(amount, "amount");
        if (!CODE.matcher(code).matches()) {
            throw Problem.of(LedgerError.POSTING_INVALID, "A transfer's code must be 1 to 32 of a-z and _.");
        }
    }
}
