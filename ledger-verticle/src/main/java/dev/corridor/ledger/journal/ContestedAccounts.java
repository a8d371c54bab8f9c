package dev.corridor.ledger.journal;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Accounts that another process has changed lately. What is cached of them is likely to be out of date again, so a batch
 * with one of them is decided under locks at once, and other batches are not affected. An account counts as contested
 * until it was read so many times without a change by another process.
 */
final class ContestedAccounts {
    static final int UNCHANGED_READS = 16;
    /** Beyond it the account contested longest is forgotten, which costs one conflict. */
    private static final int ACCOUNTS_MAX = 10_000;

    private final Map<UUID, Integer> readsLeft = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Integer> eldest) {
            return size() > ACCOUNTS_MAX;
        }
    };

    boolean containsAny(Collection<UUID> ids) {
        return !readsLeft.isEmpty() && ids.stream().anyMatch(readsLeft::containsKey);
    }

    /** Records that the account was found changed by another process. */
    void changed(UUID id) {
        readsLeft.put(id, UNCHANGED_READS);
    }

    /** Records that the account was found as this process knew it. */
    void unchanged(UUID id) {
        readsLeft.computeIfPresent(id, (contested, left) -> left > 1 ? left - 1 : null);
    }
}
