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

/** One posting's transfers on a sheet of their own, which joins the page when all of them fit. */
final class PostingState {
    private final BatchState page;
    private final PostingRequest request;
    private final Instant bookedAt;
    private final Map<UUID, Account> accounts = new HashMap<>();
    private final Set<UUID> transferIds = new HashSet<>();
    private final Map<UUID, Hold> holds = new HashMap<>();
    private final Map<UUID, Reversible> reversibles = new HashMap<>();
    private final List<BookedTransfer> transfers = new ArrayList<>();

    /** Why a transfer can't be: ends the posting, inside this class only. */
    private static final class Refusing extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient LedgerError reason;

        private Refusing(LedgerError reason, String detail) {
            super(detail, null, false, false);
            this.reason = reason;
        }
    }

    PostingState(BatchState page, PostingRequest request, Instant bookedAt) {
        this.page = page;
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

    Outcome write() {
        var posting = request.posting();
        try {
            posting.transfers().forEach(this::write);
        } catch (Refusing refusing) {
            return new Refused(refusal(refusing), false);
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

    /** The transfer that refuses is the first that is not on the sheet. */
    private Refusal refusal(Refusing refusing) {
        return new Refusal(
                request.posting().id(),
                request.fingerprint(),
                request.posting().reference(),
                request.correlationId(),
                refusing.reason,
                refusing.getMessage(),
                transfers.size(),
                true,
                bookedAt);
    }

    private void write(Transfer transfer) {
        if (page.isBooked(transfer.id()) || !transferIds.add(transfer.id())) {
            throw new Refusing(LedgerError.DUPLICATE_CONFLICT, "Transfer " + transfer.id() + " was booked before.");
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
        book(Line.of(direct, leg, amount).posted(amount.minorUnits()));
    }

    private void reserve(Transfer.Pending pending) {
        var leg = pending.leg();
        requireTwoAccounts(leg);
        var amount = amountOf(leg);
        var booked = book(Line.of(pending, leg, amount)
                .pending(amount.minorUnits())
                .expiring(pending.timeout().map(bookedAt::plus)));
        holds.put(pending.id(), new Hold(booked, Optional.empty()));
    }

    private void post(Transfer.Post post) {
        var pending = openHold(post.pendingId());
        if (pending.expiresAt().filter(expiry -> !bookedAt.isBefore(expiry)).isPresent()) {
            throw new Refusing(LedgerError.PENDING_EXPIRED, "Pending transfer " + pending.id() + " has expired.");
        }
        var amount = post.amount().orElse(pending.amount());
        if (!amount.currency().equals(pending.amount().currency())) {
            throw new Refusing(
                    LedgerError.CURRENCY_MISMATCH,
                    "Pending transfer %s is in %s, the amount in %s."
                            .formatted(pending.id(), pending.amount().currency(), amount.currency()));
        }
        if (!amount.isPositive() || amount.minorUnits() > pending.amount().minorUnits()) {
            throw new Refusing(
                    LedgerError.AMOUNT_INVALID,
                    "The amount must be greater than zero and at most the %s of pending transfer %s."
                            .formatted(pending.amount(), pending.id()));
        }
        requireAllowed(pending.debitAccountId(), pending.creditAccountId());
        book(Line.of(post, pending, amount)
                .posted(amount.minorUnits())
                .pending(-pending.amount().minorUnits()));
        holds.put(pending.id(), new Hold(pending, Optional.of(TransferType.POST)));
    }

    private void release(Transfer.Release release) {
        var pending = openHold(release.pendingId());
        boolean isDue =
                pending.expiresAt().filter(expiry -> !bookedAt.isBefore(expiry)).isPresent();
        if (release.expired() && !isDue) {
            throw new Refusing(LedgerError.PENDING_NOT_DUE, "Pending transfer " + pending.id() + " has time left.");
        }
        book(Line.of(release, pending, pending.amount())
                .pending(-pending.amount().minorUnits()));
        holds.put(pending.id(), new Hold(pending, Optional.of(release.type())));
    }

    private BookedTransfer openHold(UUID pendingId) {
        var hold = holds.containsKey(pendingId) ? holds.get(pendingId) : page.hold(pendingId);
        if (hold == null) {
            throw new Refusing(LedgerError.PENDING_NOT_FOUND, "There is no pending transfer " + pendingId + ".");
        }
        hold.end().ifPresent(end -> {
            throw new Refusing(reasonOf(end), "Pending transfer " + pendingId + " is no longer open.");
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
        var found = reversibles.containsKey(id) ? reversibles.get(id) : page.reversible(id);
        if (found == null) {
            throw new Refusing(LedgerError.TRANSFER_NOT_FOUND, "There is no transfer " + id + ".");
        }
        var original = found.transfer();
        if (!original.type().moves() || original.type() == TransferType.REVERSAL) {
            throw new Refusing(LedgerError.NOT_REVERSIBLE, "Transfer %s is of type %s.".formatted(id, original.type()));
        }
        if (found.reversed()) {
            throw new Refusing(LedgerError.ALREADY_REVERSED, "Transfer " + id + " was reversed before.");
        }
        requireAllowed(original.creditAccountId(), original.debitAccountId());
        book(Line.reversing(reversal, original).posted(original.amount().minorUnits()));
        reversibles.put(id, new Reversible(original, true));
    }

    private void requireTwoAccounts(Leg leg) {
        if (leg.debitAccountId().equals(leg.creditAccountId())) {
            throw new Refusing(LedgerError.SAME_ACCOUNT, "Account " + leg.debitAccountId() + " is on both sides.");
        }
        if (!leg.amount().isPositive()) {
            throw new Refusing(LedgerError.AMOUNT_INVALID, "The amount must be greater than zero.");
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
            throw new Refusing(LedgerError.ACCOUNT_NOT_FOUND, "Account " + accountId + " does not exist.");
        }
        if (account.state() == AccountState.CLOSED) {
            throw new Refusing(LedgerError.ACCOUNT_CLOSED, "Account " + accountId + " is closed.");
        }
        if (!account.state().allows(side)) {
            throw new Refusing(
                    LedgerError.ACCOUNT_FROZEN, "Account %s is frozen for %s.".formatted(accountId, side.words()));
        }
    }

    private static void requireCurrency(Account account, Money amount) {
        if (!account.currency().equals(amount.currency())) {
            throw new Refusing(
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

    private BookedTransfer book(Line line) {
        var debit = after(account(line.debitAccountId), Direction.DEBIT, line);
        var credit = after(account(line.creditAccountId), Direction.CREDIT, line);
        accounts.put(debit.id(), debit);
        accounts.put(credit.id(), credit);
        var booked = line.booked(BalanceAfter.of(debit), BalanceAfter.of(credit));
        transfers.add(booked);
        reversibles.put(booked.id(), new Reversible(booked, false));
        return booked;
    }

    private Account after(Account account, Direction side, Line line) {
        var after = account.after(side, line.postedMinor, line.pendingMinor, bookedAt)
                .orElseThrow(() -> new Refusing(
                        LedgerError.OVERFLOW, "The balance of account " + account.id() + " would be too large."));
        if (!after.isWithinLimit()) {
            throw insufficientFunds(account);
        }
        return after;
    }

    private static Refusing insufficientFunds(Account account) {
        return new Refusing(LedgerError.INSUFFICIENT_FUNDS, "Account " + account.id() + " does not hold the amount.");
    }

    private Account account(UUID id) {
        var account = accounts.get(id);
        return account != null ? account : page.account(id);
    }

    /** A transfer about to be booked: what it will say, and what it does to both accounts. */
    private static final class Line {
        private final Transfer transfer;
        private final UUID debitAccountId;
        private final UUID creditAccountId;
        private final Money amount;
        private final String code;
        private final Optional<UUID> refersTo;
        private Optional<Instant> expiresAt = Optional.empty();
        private long postedMinor;
        private long pendingMinor;

        private Line(
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

        static Line of(Transfer transfer, Leg leg, Money amount) {
            return new Line(
                    transfer, leg.debitAccountId(), leg.creditAccountId(), amount, leg.code(), Optional.empty());
        }

        static Line of(Transfer transfer, BookedTransfer pending, Money amount) {
            return new Line(
                    transfer,
                    pending.debitAccountId(),
                    pending.creditAccountId(),
                    amount,
                    pending.code(),
                    Optional.of(pending.id()));
        }

        static Line reversing(Transfer transfer, BookedTransfer original) {
            return new Line(
                    transfer,
                    original.creditAccountId(),
                    original.debitAccountId(),
                    original.amount(),
                    original.code(),
                    Optional.of(original.id()));
        }

        Line posted(long minor) {
            postedMinor = minor;
            return this;
        }

        Line pending(long minor) {
            pendingMinor = minor;
            return this;
        }

        Line expiring(Optional<Instant> at) {
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
