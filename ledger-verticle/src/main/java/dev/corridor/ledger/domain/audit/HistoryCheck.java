package dev.corridor.ledger.domain.audit;

import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.posting.TransferType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Follows one account's history line by line: versions without gap, every balance the sum of all lines up to it. */
public final class HistoryCheck {
    private final Account account;
    private final Map<UUID, Long> openDebits = new HashMap<>();
    private final Map<UUID, Long> openCredits = new HashMap<>();
    private long version;
    private long balanceMinor;

    /**
     * A transfer, as one of its accounts sees it.
     *
     * @param endsId the pending transfer that it ends; null when it ends none
     * @param balanceMinor what it says that it has left
     */
    public record Line(
            UUID transferId,
            TransferType type,
            Direction direction,
            long amountMinor,
            String currency,
            UUID endsId,
            long version,
            long balanceMinor) {}

    /** @param account as it stands */
    public HistoryCheck(Account account) {
        this.account = account;
    }

    /** @param line in the order of booking */
    public Optional<Finding> accept(Line line) {
        if (line.version() != version + 1) {
            return wrong(line, "on account %s version %d follows version %d.", account.id(), line.version(), version);
        }
        version = line.version();
        if (!line.currency().equals(account.currency().getCurrencyCode())) {
            return wrong(line, "it is in %s, account %s in %s.", line.currency(), account.id(), account.currency());
        }
        if (line.type().moves()) {
            boolean raises = line.direction() == account.spec().kind().normalSide();
            balanceMinor += raises ? line.amountMinor() : -line.amountMinor();
        }
        if (line.balanceMinor() != balanceMinor) {
            return wrong(
                    line,
                    "it says that it left %d on account %s, where the transfers add up to %d.",
                    line.balanceMinor(),
                    account.id(),
                    balanceMinor);
        }
        return followHolds(line);
    }

    private Optional<Finding> followHolds(Line line) {
        var open = line.direction() == Direction.DEBIT ? openDebits : openCredits;
        if (line.type() == TransferType.PENDING) {
            open.put(line.transferId(), line.amountMinor());
        } else if (line.type().resolves() && open.remove(line.endsId()) == null) {
            return wrong(line, "it ends pending transfer %s, which is not open.", line.endsId());
        }
        return Optional.empty();
    }

    /** After the last line: the account stands where its history has left it. */
    public Optional<Finding> end() {
        long pendingDebit = sum(openDebits);
        long pendingCredit = sum(openCredits);
        if (account.version() != version) {
            return wrongAccount("it is at version %d, its history at %d.", account.version(), version);
        }
        if (account.balanceMinor() != balanceMinor) {
            return wrongAccount("it says %d, its transfers add up to %d.", account.balanceMinor(), balanceMinor);
        }
        if (account.pendingDebitMinor() != pendingDebit || account.pendingCreditMinor() != pendingCredit) {
            return wrongAccount(
                    "it says that %d and %d are pending, its open holds add up to %d and %d.",
                    account.pendingDebitMinor(), account.pendingCreditMinor(), pendingDebit, pendingCredit);
        }
        return Optional.empty();
    }

    /** How many pending transfers that debit this account are open; each debits one account. */
    public int openDebitHolds() {
        return openDebits.size();
    }

    private static long sum(Map<UUID, Long> open) {
        return open.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Optional<Finding> wrong(Line line, String reason, Object... details) {
        return Optional.of(new Finding("transfer " + line.transferId(), reason.formatted(details)));
    }

    private Optional<Finding> wrongAccount(String reason, Object... details) {
        return Optional.of(new Finding("account " + account.id(), reason.formatted(details)));
    }
}
