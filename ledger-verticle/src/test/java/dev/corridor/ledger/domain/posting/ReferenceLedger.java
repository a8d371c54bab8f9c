package dev.corridor.ledger.domain.posting;

import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountKind;
import dev.corridor.ledger.domain.account.LimitPolicy;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Reference implementation of the rules: four sums an account, no batches and no versions. It copies all state before
 * each posting and restores it when the posting is refused. Slow and easy to verify.
 */
final class ReferenceLedger {
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);

    private final Map<UUID, Posting> requestsById = new HashMap<>();
    private final Map<UUID, String> resultsById = new HashMap<>();
    private State state = new State();

    /** State that a posting may change. */
    private static final class State {
        private final Map<UUID, Sums> sums = new HashMap<>();
        private final Map<UUID, Moved> moved = new HashMap<>();
        private final Map<UUID, Held> held = new HashMap<>();
        private final Set<UUID> transferIds = new HashSet<>();
        private final Set<UUID> reversed = new HashSet<>();

        private State copy() {
            var copy = new State();
            sums.forEach((id, each) -> copy.sums.put(id, each.copy()));
            copy.moved.putAll(moved);
            held.forEach((id, each) -> copy.held.put(id, each.copy()));
            copy.transferIds.addAll(transferIds);
            copy.reversed.addAll(reversed);
            return copy;
        }
    }

    /** Sums as TigerBeetle has them: posted and pending debits and credits. */
    static final class Sums {
        final Account account;
        BigInteger debitsPosted = BigInteger.ZERO;
        BigInteger creditsPosted = BigInteger.ZERO;
        BigInteger debitsPending = BigInteger.ZERO;
        BigInteger creditsPending = BigInteger.ZERO;

        private Sums(Account account) {
            this.account = account;
        }

        private Sums copy() {
            var copy = new Sums(account);
            copy.debitsPosted = debitsPosted;
            copy.creditsPosted = creditsPosted;
            copy.debitsPending = debitsPending;
            copy.creditsPending = creditsPending;
            return copy;
        }

        private boolean growsByDebits() {
            return account.spec().kind() == AccountKind.ASSET || account.spec().kind() == AccountKind.EXPENSE;
        }

        BigInteger balance() {
            var credits = creditsPosted.subtract(debitsPosted);
            return growsByDebits() ? credits.negate() : credits;
        }

        private String refusal() {
            var available = balance().subtract(growsByDebits() ? creditsPending : debitsPending);
            if (!fits(balance()) || !fits(debitsPending) || !fits(creditsPending)) {
                return "overflow";
            }
            var limit = account.spec().limit();
            boolean isLow = available.compareTo(BigInteger.valueOf(-limit.overdraftMinor())) < 0;
            return limit.policy() != LimitPolicy.NONE && (isLow || !fits(available)) || !fits(available)
                    ? "insufficient_funds"
                    : null;
        }

        private static boolean fits(BigInteger value) {
            return value.compareTo(LONG_MIN) >= 0 && value.compareTo(LONG_MAX) <= 0;
        }
    }

    private record Moved(UUID debit, UUID credit, long amount, boolean isReversal) {}

    private static final class Held {
        private final UUID debit;
        private final UUID credit;
        private final long amount;
        private final String currency;
        private final Instant expiry;
        private String end = "";

        private Held(UUID debit, UUID credit, long amount, String currency, Instant expiry) {
            this.debit = debit;
            this.credit = credit;
            this.amount = amount;
            this.currency = currency;
            this.expiry = expiry;
        }

        private Held copy() {
            var copy = new Held(debit, credit, amount, currency, expiry);
            copy.end = end;
            return copy;
        }
    }

    ReferenceLedger(Collection<Account> opened) {
        opened.forEach(account -> state.sums.put(account.id(), new Sums(account)));
    }

    Collection<Sums> sums() {
        return state.sums.values();
    }

    /** Returns "posted", or the code and the index of the refused transfer. */
    String post(Posting posting, Instant now) {
        if (requestsById.containsKey(posting.id())) {
            return requestsById.get(posting.id()).equals(posting)
                    ? resultsById.get(posting.id())
                    : "duplicate_conflict 0";
        }
        var before = state.copy();
        String result = "posted";
        List<Transfer> transfers = posting.transfers();
        for (int i = 0; i < transfers.size() && result.equals("posted"); i++) {
            String refusal = apply(transfers.get(i), now);
            if (refusal != null) {
                state = before;
                result = refusal + " " + i;
            }
        }
        requestsById.put(posting.id(), posting);
        resultsById.put(posting.id(), result);
        return result;
    }

    private String apply(Transfer transfer, Instant now) {
        if (!state.transferIds.add(transfer.id())) {
            return "duplicate_conflict";
        }
        if (transfer instanceof Transfer.Direct direct) {
            return applyLeg(direct.id(), direct.leg(), null, false);
        }
        if (transfer instanceof Transfer.Pending pending) {
            return applyLeg(
                    pending.id(),
                    pending.leg(),
                    pending.timeout().map(now::plus).orElse(null),
                    true);
        }
        if (transfer instanceof Transfer.Reversal reversal) {
            return reverse(reversal);
        }
        return end(transfer, now);
    }

    private String applyLeg(UUID id, Leg leg, Instant expiry, boolean isPending) {
        if (leg.debitAccountId().equals(leg.creditAccountId())) {
            return "same_account";
        }
        if (leg.amount().minorUnits() <= 0) {
            return "amount_invalid";
        }
        var debit = state.sums.get(leg.debitAccountId());
        var credit = state.sums.get(leg.creditAccountId());
        if (debit == null || credit == null) {
            return "account_not_found";
        }
        var currency = leg.amount().currency();
        if (!debit.account.currency().equals(currency)
                || !credit.account.currency().equals(currency)) {
            return "currency_mismatch";
        }
        long amount = leg.amount().minorUnits();
        if (leg.balancing() != Balancing.NONE) {
            var room = leg.balancing() == Balancing.DEBIT
                    ? debit.creditsPosted.subtract(debit.debitsPosted).subtract(debit.debitsPending)
                    : credit.debitsPosted.subtract(credit.creditsPosted).subtract(credit.creditsPending);
            if (room.signum() <= 0 || !Sums.fits(room)) {
                return "insufficient_funds";
            }
            amount = room.min(BigInteger.valueOf(amount)).longValueExact();
        }
        if (isPending) {
            state.held.put(id, new Held(leg.debitAccountId(), leg.creditAccountId(), amount, currency.code(), expiry));
            return write(debit, credit, 0, amount);
        }
        state.moved.put(id, new Moved(leg.debitAccountId(), leg.creditAccountId(), amount, false));
        return write(debit, credit, amount, 0);
    }

    private String end(Transfer transfer, Instant now) {
        UUID pendingId =
                transfer instanceof Transfer.Post post ? post.pendingId() : ((Transfer.Release) transfer).pendingId();
        var held = state.held.get(pendingId);
        if (held == null) {
            return "pending_not_found";
        }
        if (!held.end.isEmpty()) {
            return held.end;
        }
        boolean isDue = held.expiry != null && !now.isBefore(held.expiry);
        long posted = 0;
        if (transfer instanceof Transfer.Post post) {
            if (isDue) {
                return "pending_expired";
            }
            if (post.amount().isPresent()
                    && !post.amount().get().currency().code().equals(held.currency)) {
                return "currency_mismatch";
            }
            posted = post.amount().map(money -> money.minorUnits()).orElse(held.amount);
            if (posted <= 0 || posted > held.amount) {
                return "amount_invalid";
            }
            held.end = "pending_already_posted";
            state.moved.put(post.id(), new Moved(held.debit, held.credit, posted, false));
        } else if (((Transfer.Release) transfer).expired()) {
            if (!isDue) {
                return "pending_not_due";
            }
            held.end = "pending_expired";
        } else {
            held.end = "pending_already_voided";
        }
        return write(state.sums.get(held.debit), state.sums.get(held.credit), posted, -held.amount);
    }

    private String reverse(Transfer.Reversal reversal) {
        var moved = state.moved.get(reversal.transferId());
        if (moved == null) {
            return state.transferIds.contains(reversal.transferId())
                            && !reversal.id().equals(reversal.transferId())
                    ? "not_reversible"
                    : "transfer_not_found";
        }
        if (moved.isReversal) {
            return "not_reversible";
        }
        if (!state.reversed.add(reversal.transferId())) {
            return "already_reversed";
        }
        state.moved.put(reversal.id(), new Moved(moved.credit, moved.debit, moved.amount, true));
        return write(state.sums.get(moved.credit), state.sums.get(moved.debit), moved.amount, 0);
    }

    private static String write(Sums debit, Sums credit, long posted, long pending) {
        debit.debitsPosted = debit.debitsPosted.add(BigInteger.valueOf(posted));
        debit.debitsPending = debit.debitsPending.add(BigInteger.valueOf(pending));
        credit.creditsPosted = credit.creditsPosted.add(BigInteger.valueOf(posted));
        credit.creditsPending = credit.creditsPending.add(BigInteger.valueOf(pending));
        String refusal = debit.refusal();
        return refusal != null ? refusal : credit.refusal();
    }
}
