package dev.corridor.ledger.domain.posting;

import dev.corridor.ledger.domain.account.Account;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * State of the ledger that a batch of postings refers to, and that it is decided on.
 *
 * @param accounts the accounts, by id
 * @param decided stored outcomes under the batch's posting ids
 * @param transferIds those of the batch's transfer ids that are in use
 * @param holds the pending transfers that the batch posts or releases, by id
 * @param reversibles the transfers that the batch reverses, by id
 */
public record Books(
        Map<UUID, Account> accounts,
        Map<UUID, Outcome> decided,
        Set<UUID> transferIds,
        Map<UUID, Hold> holds,
        Map<UUID, Reversible> reversibles) {

    /** Decides each posting in order, on the state after the previous one. Pure: these books do not change. */
    public Decision decide(List<PostingRequest> batch, Instant now) {
        var state = new BatchState(this, now);
        var outcomes = batch.stream().map(state::decide).toList();
        return new Decision(outcomes, state.changedAccounts(), state.booked(), state.refused());
    }
}
