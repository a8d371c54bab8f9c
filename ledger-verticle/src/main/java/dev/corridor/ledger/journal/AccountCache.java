package dev.corridor.ledger.journal;

import dev.corridor.ledger.domain.EpochMicros;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountSpec;
import dev.corridor.ledger.domain.account.AccountState;
import java.util.Optional;
import java.util.UUID;

/**
 * Set-associative cache of accounts by id, with a fixed size. An account may occupy any of {@link #WAYS} slots, which
 * follow from its id; when all are taken it replaces one of them.
 *
 * <p>The figures of all accounts are in one array of longs. As objects in a map they lived just long enough to be
 * promoted to the old generation, and collecting them took a quarter of the ledger's time.
 */
final class AccountCache {
    private static final int WAYS = 4;

    private static final int ID_HIGH = 0;
    private static final int ID_LOW = 1;
    private static final int REVISION = 2;
    private static final int BALANCE = 3;
    private static final int PENDING_DEBIT = 4;
    private static final int PENDING_CREDIT = 5;
    private static final int VERSION = 6;
    private static final int OPENED_AT = 7;
    private static final int LAST_BOOKED_AT = 8;
    private static final int FIGURES = 9;

    private final int sets;
    private final long[] figures;
    private final AccountSpec[] specs;
    private final AccountState[] states;
    private int nextVictim;

    /** @param atLeast number of accounts that it holds; rounded up to a power of two */
    AccountCache(int atLeast) {
        sets = powerOfTwo((atLeast + WAYS - 1) / WAYS);
        figures = new long[sets * WAYS * FIGURES];
        specs = new AccountSpec[sets * WAYS];
        states = new AccountState[sets * WAYS];
    }

    Optional<Account> find(UUID id) {
        int slot = slotOf(id);
        return slot < 0 ? Optional.empty() : Optional.of(read(id, slot));
    }

    /**
     * Stores the account unless a newer state of it is cached: commits may be reported in another order than they
     * happened.
     */
    void put(Account account) {
        int slot = slotOf(account.id());
        if (slot < 0) {
            write(freeSlot(account.id()), account);
        } else if (changes(account) > figure(slot, VERSION) + figure(slot, REVISION)) {
            write(slot, account);
        }
    }

    /** Returns the number of changes of the account: each adds one to its version or its revision. */
    private static long changes(Account account) {
        return account.version() + account.revision();
    }

    private int slotOf(UUID id) {
        int first = firstSlot(id);
        for (int slot = first; slot < first + WAYS; slot++) {
            if (specs[slot] != null
                    && figure(slot, ID_LOW) == id.getLeastSignificantBits()
                    && figure(slot, ID_HIGH) == id.getMostSignificantBits()) {
                return slot;
            }
        }
        return -1;
    }

    private int freeSlot(UUID id) {
        int first = firstSlot(id);
        for (int slot = first; slot < first + WAYS; slot++) {
            if (specs[slot] == null) {
                return slot;
            }
        }
        nextVictim = (nextVictim + 1) % WAYS;
        return first + nextVictim;
    }

    private int firstSlot(UUID id) {
        int hash = id.hashCode();
        return ((hash ^ hash >>> 16) & sets - 1) * WAYS;
    }

    private Account read(UUID id, int slot) {
        return new Account(
                id,
                specs[slot],
                states[slot],
                figure(slot, REVISION),
                figure(slot, BALANCE),
                figure(slot, PENDING_DEBIT),
                figure(slot, PENDING_CREDIT),
                figure(slot, VERSION),
                EpochMicros.toInstant(figure(slot, OPENED_AT)),
                EpochMicros.toInstant(figure(slot, LAST_BOOKED_AT)));
    }

    private void write(int slot, Account account) {
        specs[slot] = account.spec();
        states[slot] = account.state();
        int at = slot * FIGURES;
        figures[at + ID_HIGH] = account.id().getMostSignificantBits();
        figures[at + ID_LOW] = account.id().getLeastSignificantBits();
        figures[at + REVISION] = account.revision();
        figures[at + BALANCE] = account.balanceMinor();
        figures[at + PENDING_DEBIT] = account.pendingDebitMinor();
        figures[at + PENDING_CREDIT] = account.pendingCreditMinor();
        figures[at + VERSION] = account.version();
        figures[at + OPENED_AT] = EpochMicros.of(account.openedAt());
        figures[at + LAST_BOOKED_AT] = EpochMicros.of(account.lastBookedAt());
    }

    private long figure(int slot, int which) {
        return figures[slot * FIGURES + which];
    }

    private static int powerOfTwo(int atLeast) {
        return atLeast <= 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
    }
}
