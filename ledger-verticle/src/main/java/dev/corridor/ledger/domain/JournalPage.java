package dev.corridor.ledger.domain;

import dev.corridor.ledger.domain.Outcome.Posted;
import dev.corridor.ledger.domain.Outcome.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The page being written while a batch is decided: the books before it, and what its postings have done so far. */
final class JournalPage {
    private final Books before;
    private final Instant now;
    private final Map<UUID, Account> changed = new HashMap<>();
    private final Map<UUID, BookedPosting> booked = new HashMap<>();
    private final Set<UUID> bookedTransferIds = new HashSet<>();

    JournalPage(Books before, Instant now) {
        this.before = before;
        this.now = now;
    }

    Collection<Account> changedAccounts() {
        return changed.values();
    }

    Outcome decide(Posting posting) {
        var earlier = booked.getOrDefault(posting.id(), before.postings().get(posting.id()));
        if (earlier != null) {
            return replay(earlier, posting);
        }
        return new Attempt(posting).book();
    }

    private static Outcome replay(BookedPosting earlier, Posting posting) {
        if (earlier.isOf(posting)) {
            return new Posted(earlier, true);
        }
        return new Refused(
                posting.id(),
                LedgerError.DUPLICATE_CONFLICT,
                "Posting " + posting.id() + " was booked before with other content.",
                0);
    }

    private Account account(UUID id) {
        var account = changed.get(id);
        return account != null ? account : before.accounts().get(id);
    }

    private boolean isBooked(UUID transferId) {
        return bookedTransferIds.contains(transferId) || before.transferIds().contains(transferId);
    }

    /** One posting's transfers on a sheet of their own, which joins the page when all of them fit. */
    private final class Attempt {
        private final Posting posting;
        private final Instant bookedAt;
        private final Map<UUID, Account> sheet = new HashMap<>();
        private final Set<UUID> transferIds = new HashSet<>();
        private final List<BookedTransfer> transfers = new ArrayList<>();

        private Attempt(Posting posting) {
            this.posting = posting;
            this.bookedAt = bookingTime(posting);
        }

        private Outcome book() {
            for (var transfer : posting.transfers()) {
                var refusal = apply(transfer);
                if (refusal != null) {
                    return refusal;
                }
            }
            var result = new BookedPosting(posting.id(), posting.reference(), bookedAt, transfers);
            changed.putAll(sheet);
            booked.put(posting.id(), result);
            bookedTransferIds.addAll(transferIds);
            return new Posted(result, false);
        }

        /** Puts the transfer on the sheet and answers null, or answers why it can't be. */
        private Refused apply(Transfer transfer) {
            var refusal = refusalOfContent(transfer);
            if (refusal != null) {
                return refusal;
            }
            var debit = current(transfer.debitAccountId());
            var credit = current(transfer.creditAccountId());
            refusal = refusalOfAccounts(transfer, debit, credit);
            if (refusal != null) {
                return refusal;
            }
            return move(transfer, debit, credit);
        }

        private Refused refusalOfContent(Transfer transfer) {
            if (isBooked(transfer.id()) || transferIds.contains(transfer.id())) {
                return refuse(LedgerError.DUPLICATE_CONFLICT, "Transfer " + transfer.id() + " was booked before.");
            }
            if (transfer.amount().minorUnits() <= 0) {
                return refuse(LedgerError.AMOUNT_INVALID, "The amount must be greater than zero.");
            }
            if (transfer.debitAccountId().equals(transfer.creditAccountId())) {
                return refuse(LedgerError.SAME_ACCOUNT, "Account " + transfer.debitAccountId() + " is on both sides.");
            }
            return null;
        }

        private Refused refusalOfAccounts(Transfer transfer, Account debit, Account credit) {
            if (debit == null || credit == null) {
                var missing = debit == null ? transfer.debitAccountId() : transfer.creditAccountId();
                return refuse(LedgerError.ACCOUNT_NOT_FOUND, "Account " + missing + " does not exist.");
            }
            var currency = transfer.amount().currency();
            if (!debit.currency().equals(currency) || !credit.currency().equals(currency)) {
                var other = debit.currency().equals(currency) ? credit : debit;
                return refuse(
                        LedgerError.CURRENCY_MISMATCH,
                        "Account " + other.id() + " is in " + other.currency() + ", the amount in " + currency + ".");
            }
            return null;
        }

        private Refused move(Transfer transfer, Account debit, Account credit) {
            var amountMinor = transfer.amount().minorUnits();
            var debitBalance = debit.balanceAfter(Direction.DEBIT, amountMinor);
            var creditBalance = credit.balanceAfter(Direction.CREDIT, amountMinor);
            if (debitBalance.isEmpty() || creditBalance.isEmpty()) {
                var full = debitBalance.isEmpty() ? debit : credit;
                return refuse(LedgerError.OVERFLOW, "The balance of account " + full.id() + " would be too large.");
            }
            if (!debit.spec().limit().allows(debitBalance.getAsLong())) {
                return insufficientFunds(debit);
            }
            if (!credit.spec().limit().allows(creditBalance.getAsLong())) {
                return insufficientFunds(credit);
            }
            var debitAfter = debit.withEntry(debitBalance.getAsLong(), bookedAt);
            var creditAfter = credit.withEntry(creditBalance.getAsLong(), bookedAt);
            sheet.put(debit.id(), debitAfter);
            sheet.put(credit.id(), creditAfter);
            transferIds.add(transfer.id());
            transfers.add(new BookedTransfer(transfer, BalanceAfter.of(debitAfter), BalanceAfter.of(creditAfter)));
            return null;
        }

        private Refused insufficientFunds(Account account) {
            return refuse(LedgerError.INSUFFICIENT_FUNDS, "Account " + account.id() + " does not hold the amount.");
        }

        /** The transfer that refuses is the first that is not on the sheet. */
        private Refused refuse(LedgerError reason, String detail) {
            return new Refused(posting.id(), reason, detail, transfers.size());
        }

        private Account current(UUID id) {
            var account = sheet.get(id);
            return account != null ? account : account(id);
        }

        /** Now, but never before what its accounts already hold: along an account time does not run backwards. */
        private Instant bookingTime(Posting posting) {
            var latest = now;
            for (var transfer : posting.transfers()) {
                latest = later(latest, account(transfer.debitAccountId()));
                latest = later(latest, account(transfer.creditAccountId()));
            }
            return latest;
        }

        private Instant later(Instant time, Account account) {
            return account != null && account.lastBookedAt().isAfter(time) ? account.lastBookedAt() : time;
        }
    }
}
