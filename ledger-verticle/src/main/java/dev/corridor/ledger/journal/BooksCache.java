package dev.corridor.ledger.journal;

import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.journal.ChainHead;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Cache of the accounts and chain heads that one process has written last. Other processes may have changed them since,
 * so a decision made on cached state counts only after the database has confirmed that state.
 */
final class BooksCache {
    private final AccountCache accounts;
    private final ContestedAccounts contested = new ContestedAccounts();
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

    /** Whether one of the accounts is likely to have been changed by another process. */
    boolean isContested(Collection<UUID> ids) {
        return contested.containsAny(ids);
    }

    /**
     * Finds out which accounts another process has changed.
     *
     * @param ids of accounts that no other batch in flight changes
     * @param locked accounts as they are in the database
     */
    void compare(Collection<UUID> ids, Map<UUID, Account> locked) {
        ids.forEach(id -> {
            var current = locked.get(id);
            var cached = accounts.find(id);
            if (current == null || cached.isEmpty()) {
                return;
            }
            if (cached.get().equals(current)) {
                contested.unchanged(id);
            } else {
                contested.changed(id);
            }
        });
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
