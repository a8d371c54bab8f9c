package dev.corridor.ledger.domain;

import dev.corridor.kit.money.Money;
import java.util.UUID;

/** An account's balance and version right after a transfer. */
public record BalanceAfter(UUID accountId, Money balance, long version) {
    static BalanceAfter of(Account account) {
        return new BalanceAfter(account.id(), account.balance(), account.version());
    }
}
