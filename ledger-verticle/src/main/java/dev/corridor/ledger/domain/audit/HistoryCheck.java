package dev.corridor.ledger.domain.audit;

import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.posting.TransferType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Checks one account's history entry by entry: versions have no gap, and every balance is the sum of the entries up to
 * it.
 */
public final class HistoryCheck {
    private final Account account;
    private final Map<UUID, Long> openDebits = new HashMap<>();
    private final Map<UUID, Long> openCredits = new HashMap<>();
    private long version;
    private long balanceMinor;

    /**
     * One side of a transfer, as stored.
     *
     * @param endsId the pending transfer that it ends; null when it ends none
     * @param balanceMinor stored balance after it
     */
    public record StoredSide(
            UUID transferId,
            TransferType type,
            Direction direction,
            long amountMinor,
            String currency,
            UUID endsId,
            long version,
            long balanceMinor) {}

    /** @param account its current state */
    public HistoryCheck(Account account) {
        this.account = account;
    }

    /** @param side the next one in the order of booking */
    public Optional<Finding> accept(StoredSide side) {
        if (side.version() != version + 1) {
            return wrong(side, "on account %s version %d follows version %d.", account.id(), side.version(), version);
        }
        version = side.version();
        if (!side.currency().equals(account.currency().code())) {
            return wrong(
                    side,
                    "its currency is %s, but account %s is in %s.",
                    side.currency(),
                    account.id(),
                    account.currency());
        }
        if (side.type().moves()) {
            boolean raises = side.direction() == account.spec().kind().normalSide();
            balanceMinor += raises ? side.amountMinor() : -side.amountMinor();
        }
        if (side.balanceMinor() != balanceMinor) {
            return wrong(
                    side,
                    "it states a balance of %d on account %s, but the transfers add up to %d.",
                    side.balanceMinor(),
                    account.id(),
                    balanceMinor);
        }
        return trackHolds(side);
    }

    private Optional<Finding> trackHolds(StoredSide side) {
        var open = side.direction() == Direction.DEBIT ? openDebits : openCredits;
        if (side.type() == TransferType.PENDING) {
            open.put(side.transferId(), side.amountMinor());
        } else if (side.type().resolves() && open.remove(side.endsId()) == null) {
            return wrong(side, "it ends pending transfer %s, which is not open.", side.endsId());
        }
        return Optional.empty();
    }

    /** Checks after the last entry that the account's state equals the result of its history. */
    public Optional<Finding> end() {
        long pendingDebit = sum(openDebits);
        long pendingCredit = sum(openCredits);
        if (account.version() != version) {
            return wrongAccount("its version is %d, but its history ends at %d.", account.version(), version);
        }
        if (account.balanceMinor() != balanceMinor) {
            return wrongAccount(
                    "its balance is %d, but its transfers add up to %d.", account.balanceMinor(), balanceMinor);
        }
        if (account.pendingDebitMinor() != pendingDebit || account.pendingCreditMinor() != pendingCredit) {
            return wrongAccount(
                    "its pending amounts are %d and %d, but its open holds add up to %d and %d.",
                    account.pendingDebitMinor(), account.pendingCreditMinor(), pendingDebit, pendingCredit);
        }
        return Optional.empty();
    }

    /** Returns the number of open pending transfers that debit this account. Each debits one account. */
    public int openDebitHolds() {
        return openDebits.size();
    }

    private static long sum(Map<UUID, Long> open) {
        return open.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Optional<Finding> wrong(StoredSide side, String reason, Object... details) {
        return Optional.of(new Finding("transfer " + side.transferId(), reason.formatted(details)));
    }

    private Optional<Finding> wrongAccount(String reason, Object... details) {
        return Optional.of(new Finding("account " + account.id(), reason.formatted(details)));
    }
}
