package dev.corridor.ledger.domain.posting;

import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.account.Account;
import java.util.UUID;

/** Balance and version of an account after a transfer. */
public record BalanceAfter(UUID accountId, Money balance, long version) {
    static BalanceAfter of(Account account) {
        return new BalanceAfter(account.id(), account.balance(), account.version());
    }
}
