package dev.corridor.ledger.journal;

import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.journal.ChainHead;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Cache of the accounts and chain heads that one journal has written last. Other processes may have changed them since,
 * so a decision made on cached state counts only after the database has confirmed that state.
 */
final class BooksCache {
    private final AccountCache accounts;
    private final Map<Integer, ChainHead> heads = new HashMap<>();

    /** @param accounts number of accounts that it holds at least */
    BooksCache(int accounts) {
        this.accounts = new AccountCache(accounts);
    }

    /** Returns the cached accounts among {@code ids}, by id. */
    Map<UUID, Account> accounts(Collection<UUID> ids) {
        Map<UUID, Account> cached = new HashMap<>(ids.size() * 2);
        ids.forEach(id -> accounts.find(id).ifPresent(account -> cached.put(id, account)));
        return cached;
    }

    Optional<ChainHead> head(int chain) {
        return Optional.ofNullable(heads.get(chain));
    }

    /** Stores committed state. Calls may come in another order than the commits; the newest state wins. */
    void update(Collection<Account> written, ChainHead head) {
        written.forEach(accounts::put);
        heads.merge(head.chain(), head, (cached, other) -> other.sequence() > cached.sequence() ? other : cached);
    }
}
