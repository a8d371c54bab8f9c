package dev.corridor.ledger.domain.posting;

import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.posting.Outcome.Posted;
import dev.corridor.ledger.domain.posting.Outcome.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** State of a batch while it is decided: the books before it, and the changes of its postings so far. */
final class BatchState {
    private final Books before;
    private final Instant now;
    private final Map<UUID, Account> changed = new HashMap<>();
    private final Map<UUID, Outcome> decided = new HashMap<>();
    private final Set<UUID> transferIds = new HashSet<>();
    private final Map<UUID, Hold> holds = new HashMap<>();
    private final Map<UUID, Reversible> reversibles = new HashMap<>();
    private final Map<UUID, BookedPosting> booked = new LinkedHashMap<>();
    private final List<Refusal> refused = new ArrayList<>();

    BatchState(Books before, Instant now) {
        this.before = before;
        this.now = now;
    }

    Collection<Account> changedAccounts() {
        return changed.values();
    }

    List<BookedPosting> booked() {
        return List.copyOf(booked.values());
    }

    List<Refusal> refused() {
        return refused;
    }

    Outcome decide(PostingRequest request) {
        var earlier = earlierOutcome(request.posting().id());
        if (earlier != null) {
            return replay(earlier, request);
        }
        var state = new PostingState(this, request, bookingTime(request.posting()));
        var outcome = state.decide();
        if (!request.dryRun()) {
            apply(state, outcome);
        }
        return outcome;
    }

    Account account(UUID id) {
        var account = changed.get(id);
        return account != null ? account : before.accounts().get(id);
    }

    boolean isBooked(UUID transferId) {
        return transferIds.contains(transferId) || before.transferIds().contains(transferId);
    }

    Hold hold(UUID pendingId) {
        var hold = holds.get(pendingId);
        return hold != null ? hold : before.holds().get(pendingId);
    }

    Reversible reversible(UUID transferId) {
        var reversible = reversibles.get(transferId);
        return reversible != null ? reversible : before.reversibles().get(transferId);
    }

    private Outcome earlierOutcome(UUID postingId) {
        var outcome = decided.get(postingId);
        return outcome != null ? outcome : before.decided().get(postingId);
    }

    private Outcome replay(Outcome earlier, PostingRequest request) {
        if (earlier instanceof Posted posted && posted.posting().fingerprint().equals(request.fingerprint())) {
            return new Posted(posted.posting(), true);
        }
        if (earlier instanceof Refused refusal
                && refusal.refusal().fingerprint().equals(request.fingerprint())) {
            return new Refused(refusal.refusal(), true);
        }
        var conflict = new Refusal(
                request.posting().id(),
                request.fingerprint(),
                request.posting().reference(),
                request.correlationId(),
                LedgerError.DUPLICATE_CONFLICT,
                "Posting " + request.posting().id() + " was decided before with other content.",
                0,
                false,
                now);
        if (!request.dryRun()) {
            refused.add(conflict);
        }
        return new Refused(conflict, false);
    }

    private void apply(PostingState state, Outcome outcome) {
        decided.put(outcome.postingId(), outcome);
        if (outcome instanceof Refused refusal) {
            refused.add(refusal.refusal());
        }
        if (outcome instanceof Posted posted) {
            changed.putAll(state.accounts());
            holds.putAll(state.holds());
            reversibles.putAll(state.reversibles());
            transferIds.addAll(state.transferIds());
            booked.put(posted.postingId(), posted.posting());
        }
    }

    /**
     * Returns the current time, or the latest booking time of the posting's accounts if that is later, so that each
     * account's times ascend.
     */
    private Instant bookingTime(Posting posting) {
        var latest = now;
        for (var transfer : posting.transfers()) {
            latest = laterOf(latest, transfer);
        }
        return latest;
    }

    private Instant laterOf(Instant time, Transfer transfer) {
        if (transfer instanceof Transfer.Direct direct) {
            return later(
                    later(time, direct.leg().debitAccountId()), direct.leg().creditAccountId());
        }
        if (transfer instanceof Transfer.Pending pending) {
            return later(
                    later(time, pending.leg().debitAccountId()), pending.leg().creditAccountId());
        }
        var earlier = referredTo(transfer);
        return earlier == null ? time : later(later(time, earlier.debitAccountId()), earlier.creditAccountId());
    }

    private BookedTransfer referredTo(Transfer transfer) {
        if (transfer instanceof Transfer.Reversal reversal) {
            var reversible = reversible(reversal.transferId());
            return reversible == null ? null : reversible.transfer();
        }
        var hold = hold(
                transfer instanceof Transfer.Post post ? post.pendingId() : ((Transfer.Release) transfer).pendingId());
        return hold == null ? null : hold.pending();
    }

    private Instant later(Instant time, UUID accountId) {
        var account = account(accountId);
        return account != null && account.lastBookedAt().isAfter(time) ? account.lastBookedAt() : time;
    }
}
