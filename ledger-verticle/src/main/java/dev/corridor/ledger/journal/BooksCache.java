package dev.corridor.ledger.journal;

import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.journal.ChainHead;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Accounts and heads of chains as one journal has last written them. Others may have changed them since, so nothing may be
 * answered from here before the database has said that they are still so.
 */
final class BooksCache {
    private final AccountCache accounts;
    private final Map<Integer, ChainHead> heads = new HashMap<>();

    /** @param accounts of how many accounts it keeps the newest state, at least */
    BooksCache(int accounts) {
        this.accounts = new AccountCache(accounts);
    }

    /** Those of them that are known, by id. */
    Map<UUID, Account> accounts(Collection<UUID> ids) {
        Map<UUID, Account> known = new HashMap<>(ids.size() * 2);
        ids.forEach(id -> accounts.find(id).ifPresent(account -> known.put(id, account)));
        return known;
    }

    Optional<ChainHead> head(int chain) {
        return Optional.ofNullable(heads.get(chain));
    }

    /** What is committed; perhaps in another order than it was. */
    void learn(Collection<Account> written, ChainHead head) {
        written.forEach(accounts::learn);
        heads.merge(head.chain(), head, (known, told) -> told.sequence() > known.sequence() ? told : known);
    }
}
