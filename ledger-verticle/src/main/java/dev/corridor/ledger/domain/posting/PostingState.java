package dev.corridor.ledger.domain.posting;

import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountState;
import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.posting.Outcome.Posted;
import dev.corridor.ledger.domain.posting.Outcome.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** State of one posting while it is decided. The batch adopts it when all of its transfers can be booked. */
final class PostingState {
    private final BatchState batch;
    private final PostingRequest request;
    private final Instant bookedAt;
    private final Map<UUID, Account> accounts = new HashMap<>();
    private final Set<UUID> transferIds = new HashSet<>();
    private final Map<UUID, Hold> holds = new HashMap<>();
    private final Map<UUID, Reversible> reversibles = new HashMap<>();
    private final List<BookedTransfer> transfers = new ArrayList<>();

    /** Signals within this class that a transfer, and so the posting, is refused. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient LedgerError reason;

        private RefusedException(LedgerError reason, String detail) {
            super(detail, null, false, false);
            this.reason = reason;
        }
    }

    PostingState(BatchState batch, PostingRequest request, Instant bookedAt) {
        this.batch = batch;
        this.request = request;
        this.bookedAt = bookedAt;
    }

    Map<UUID, Account> accounts() {
        return accounts;
    }

    Set<UUID> transferIds() {
        return transferIds;
    }

    Map<UUID, Hold> holds() {
        return holds;
    }

    Map<UUID, Reversible> reversibles() {
        return reversibles;
    }

    Outcome decide() {
        var posting = request.posting();
        try {
            posting.transfers().forEach(this::apply);
        } catch (RefusedException refused) {
            return new Refused(refusal(refused), false);
        }
        return new Posted(
                new BookedPosting(
                        posting.id(),
                        request.fingerprint(),
                        posting.reference(),
                        posting.metadata(),
                        request.correlationId(),
                        bookedAt,
                        posting.effectiveAt(),
                        transfers),
                false);
    }

    /** The refused transfer is the first one that has not been booked. */
    private Refusal refusal(RefusedException refused) {
        return new Refusal(
                request.posting().id(),
                request.fingerprint(),
                request.posting().reference(),
                request.correlationId(),
                refused.reason,
                refused.getMessage(),
                transfers.size(),
                true,
                bookedAt);
    }

    private void apply(Transfer transfer) {
        if (batch.isBooked(transfer.id()) || !transferIds.add(transfer.id())) {
            throw new RefusedException(
                    LedgerError.DUPLICATE_CONFLICT, "Transfer " + transfer.id() + " was booked before.");
        }
        if (transfer instanceof Transfer.Direct direct) {
            move(direct);
        } else if (transfer instanceof Transfer.Pending pending) {
            reserve(pending);
        } else if (transfer instanceof Transfer.Post post) {
            post(post);
        } else if (transfer instanceof Transfer.Release release) {
            release(release);
        } else if (transfer instanceof Transfer.Reversal reversal) {
            reverse(reversal);
        }
    }

    private void move(Transfer.Direct direct) {
        var leg = direct.leg();
        requireTwoAccounts(leg);
        var amount = amountOf(leg);
        book(Draft.of(direct, leg, amount).posted(amount.minorUnits()));
    }

    private void reserve(Transfer.Pending pending) {
        var leg = pending.leg();
        requireTwoAccounts(leg);
        var amount = amountOf(leg);
        var booked = book(Draft.of(pending, leg, amount)
                .pending(amount.minorUnits())
                .expiring(pending.timeout().map(bookedAt::plus)));
        holds.put(pending.id(), new Hold(booked, Optional.empty()));
    }

    private void post(Transfer.Post post) {
        var pending = openHold(post.pendingId());
        if (pending.expiresAt().filter(expiry -> !bookedAt.isBefore(expiry)).isPresent()) {
            throw new RefusedException(
                    LedgerError.PENDING_EXPIRED, "Pending transfer " + pending.id() + " has expired.");
        }
        var amount = post.amount().orElse(pending.amount());
        if (!amount.currency().equals(pending.amount().currency())) {
            throw new RefusedException(
                    LedgerError.CURRENCY_MISMATCH,
                    "Pending transfer %s is in %s, the amount in %s."
                            .formatted(pending.id(), pending.amount().currency(), amount.currency()));
        }
        if (!amount.isPositive() || amount.minorUnits() > pending.amount().minorUnits()) {
            throw new RefusedException(
                    LedgerError.AMOUNT_INVALID,
                    "The amount must be greater than zero and at most the %s of pending transfer %s."
                            .formatted(pending.amount(), pending.id()));
        }
        requireAllowed(pending.debitAccountId(), pending.creditAccountId());
        book(Draft.of(post, pending, amount)
                .posted(amount.minorUnits())
                .pending(-pending.amount().minorUnits()));
        holds.put(pending.id(), new Hold(pending, Optional.of(TransferType.POST)));
    }

    private void release(Transfer.Release release) {
        var pending = openHold(release.pendingId());
        boolean isDue =
                pending.expiresAt().filter(expiry -> !bookedAt.isBefore(expiry)).isPresent();
        if (release.expired() && !isDue) {
            throw new RefusedException(
                    LedgerError.PENDING_NOT_DUE, "Pending transfer " + pending.id() + " has time left.");
        }
        book(Draft.of(release, pending, pending.amount())
                .pending(-pending.amount().minorUnits()));
        holds.put(pending.id(), new Hold(pending, Optional.of(release.type())));
    }

    private BookedTransfer openHold(UUID pendingId) {
        var hold = holds.containsKey(pendingId) ? holds.get(pendingId) : batch.hold(pendingId);
        if (hold == null) {
            throw new RefusedException(
                    LedgerError.PENDING_NOT_FOUND, "There is no pending transfer " + pendingId + ".");
        }
        hold.end().ifPresent(end -> {
            throw new RefusedException(reasonOf(end), "Pending transfer " + pendingId + " is no longer open.");
        });
        return hold.pending();
    }

    private static LedgerError reasonOf(TransferType end) {
        return switch (end) {
            case POST -> LedgerError.PENDING_ALREADY_POSTED;
            case VOID -> LedgerError.PENDING_ALREADY_VOIDED;
            default -> LedgerError.PENDING_EXPIRED;
        };
    }

    private void reverse(Transfer.Reversal reversal) {
        UUID id = reversal.transferId();
        var found = reversibles.containsKey(id) ? reversibles.get(id) : batch.reversible(id);
        if (found == null) {
            throw new RefusedException(LedgerError.TRANSFER_NOT_FOUND, "There is no transfer " + id + ".");
        }
        var original = found.transfer();
        if (!original.type().moves() || original.type() == TransferType.REVERSAL) {
            throw new RefusedException(
                    LedgerError.NOT_REVERSIBLE, "Transfer %s is of type %s.".formatted(id, original.type()));
        }
        if (found.reversed()) {
            throw new RefusedException(LedgerError.ALREADY_REVERSED, "Transfer " + id + " was reversed before.");
        }
        requireAllowed(original.creditAccountId(), original.debitAccountId());
        book(Draft.reversing(reversal, original).posted(original.amount().minorUnits()));
        reversibles.put(id, new Reversible(original, true));
    }

    private void requireTwoAccounts(Leg leg) {
        if (leg.debitAccountId().equals(leg.creditAccountId())) {
            throw new RefusedException(
                    LedgerError.SAME_ACCOUNT, "Account " + leg.debitAccountId() + " is on both sides.");
        }
        if (!leg.amount().isPositive()) {
            throw new RefusedException(LedgerError.AMOUNT_INVALID, "The amount must be greater than zero.");
        }
        requireAllowed(leg.debitAccountId(), leg.creditAccountId());
        requireCurrency(account(leg.debitAccountId()), leg.amount());
        requireCurrency(account(leg.creditAccountId()), leg.amount());
    }

    private void requireAllowed(UUID debitAccountId, UUID creditAccountId) {
        requireAllowed(debitAccountId, Direction.DEBIT);
        requireAllowed(creditAccountId, Direction.CREDIT);
    }

    private void requireAllowed(UUID accountId, Direction side) {
        var account = account(accountId);
        if (account == null) {
            throw new RefusedException(LedgerError.ACCOUNT_NOT_FOUND, "Account " + accountId + " does not exist.");
        }
        if (account.state() == AccountState.CLOSED) {
            throw new RefusedException(LedgerError.ACCOUNT_CLOSED, "Account " + accountId + " is closed.");
        }
        if (!account.state().allows(side)) {
            throw new RefusedException(
                    LedgerError.ACCOUNT_FROZEN, "Account %s is frozen for %s.".formatted(accountId, side.word()));
        }
    }

    private static void requireCurrency(Account account, Money amount) {
        if (!account.currency().equals(amount.currency())) {
            throw new RefusedException(
                    LedgerError.CURRENCY_MISMATCH,
                    "Account %s is in %s, the amount in %s."
                            .formatted(account.id(), account.currency(), amount.currency()));
        }
    }

    private Money amountOf(Leg leg) {
        return switch (leg.balancing()) {
            case NONE -> leg.amount();
            case DEBIT -> atMost(leg.amount(), account(leg.debitAccountId()), Direction.DEBIT);
            case CREDIT -> atMost(leg.amount(), account(leg.creditAccountId()), Direction.CREDIT);
        };
    }

    private static Money atMost(Money amount, Account account, Direction side) {
        long room = account.room(side);
        if (room <= 0) {
            throw insufficientFunds(account);
        }
        return new Money(Math.min(amount.minorUnits(), room), amount.currency());
    }

    private BookedTransfer book(Draft draft) {
        var debit = after(account(draft.debitAccountId), Direction.DEBIT, draft);
        var credit = after(account(draft.creditAccountId), Direction.CREDIT, draft);
        accounts.put(debit.id(), debit);
        accounts.put(credit.id(), credit);
        var booked = draft.booked(BalanceAfter.of(debit), BalanceAfter.of(credit));
        transfers.add(booked);
        reversibles.put(booked.id(), new Reversible(booked, false));
        return booked;
    }

    private Account after(Account account, Direction side, Draft draft) {
        var after = account.after(side, draft.postedMinor, draft.pendingMinor, bookedAt)
                .orElseThrow(() -> new RefusedException(
                        LedgerError.OVERFLOW, "The balance of account " + account.id() + " would be too large."));
        if (!after.isWithinLimit()) {
            throw insufficientFunds(account);
        }
        return after;
    }

    private static RefusedException insufficientFunds(Account account) {
        return new RefusedException(
                LedgerError.INSUFFICIENT_FUNDS, "Account " + account.id() + " does not hold the amount.");
    }

    private Account account(UUID id) {
        var account = accounts.get(id);
        return account != null ? account : batch.account(id);
    }

    /** Transfer about to be booked, with its effect on both accounts. */
    private static final class Draft {
        private final Transfer transfer;
        private final UUID debitAccountId;
        private final UUID creditAccountId;
        private final Money amount;
        private final String code;
        private final Optional<UUID> refersTo;
        private Optional<Instant> expiresAt = Optional.empty();
        private long postedMinor;
        private long pendingMinor;

        private Draft(
                Transfer transfer,
                UUID debitAccountId,
                UUID creditAccountId,
                Money amount,
                String code,
                Optional<UUID> refersTo) {
            this.transfer = transfer;
            this.debitAccountId = debitAccountId;
            this.creditAccountId = creditAccountId;
            this.amount = amount;
            this.code = code;
            this.refersTo = refersTo;
        }

        static Draft of(Transfer transfer, Leg leg, Money amount) {
            return new Draft(
                    transfer, leg.debitAccountId(), leg.creditAccountId(), amount, leg.code(), Optional.empty());
        }

        static Draft of(Transfer transfer, BookedTransfer pending, Money amount) {
            return new Draft(
                    transfer,
                    pending.debitAccountId(),
                    pending.creditAccountId(),
                    amount,
                    pending.code(),
                    Optional.of(pending.id()));
        }

        static Draft reversing(Transfer transfer, BookedTransfer original) {
            return new Draft(
                    transfer,
                    original.creditAccountId(),
                    original.debitAccountId(),
                    original.amount(),
                    original.code(),
                    Optional.of(original.id()));
        }

        Draft posted(long minor) {
            postedMinor = minor;
            return this;
        }

        Draft pending(long minor) {
            pendingMinor = minor;
            return this;
        }

        Draft expiring(Optional<Instant> at) {
            expiresAt = at;
            return this;
        }

        BookedTransfer booked(BalanceAfter debit, BalanceAfter credit) {
            return new BookedTransfer(
                    transfer.id(),
                    transfer.type(),
                    debitAccountId,
                    creditAccountId,
                    amount,
                    code,
                    refersTo,
                    expiresAt,
                    debit,
                    credit);
        }
    }
}
