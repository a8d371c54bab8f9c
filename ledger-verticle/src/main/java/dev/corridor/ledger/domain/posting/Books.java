package dev.corridor.ledger.domain.posting;

import dev.corridor.ledger.domain.account.Account;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a batch of postings is decided against: everything in the books that it names.
 *
 * @param accounts the accounts, by id, as they are while nobody else can change them
 * @param decided what was decided before under the batch's posting ids
 * @param transferIds which of the batch's transfer ids are taken, by whatever posting
 * @param holds the pending transfers that the batch posts or releases, by id
 * @param reversibles the transfers that the batch reverses, by id
 */
public record Books(
        Map<UUID, Account> accounts,
        Map<UUID, Outcome> decided,
        Set<UUID> transferIds,
        Map<UUID, Hold> holds,
        Map<UUID, Reversible> reversibles) {

    /** Decides each posting in order, every one on top of what those before it did. Changes nothing here. */
    public Decision decide(List<PostingRequest> batch, Instant now) {
        var page = new BatchState(this, now);
        var outcomes = batch.stream().map(page::decide).toList();
        return new Decision(outcomes, page.changedAccounts(), page.booked(), page.refused());
    }
}
