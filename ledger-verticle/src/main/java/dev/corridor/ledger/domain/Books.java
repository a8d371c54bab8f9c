package dev.corridor.ledger.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a batch of postings is decided against: everything in the books that it names.
 *
 * @param accounts the accounts, by id, as they are while nobody else can change them
 * @param postings what was booked before under the batch's posting ids
 * @param transferIds which of the batch's transfer ids are taken, by whatever posting
 */
public record Books(Map<UUID, Account> accounts, Map<UUID, BookedPosting> postings, Set<UUID> transferIds) {
    public Books {
        accounts = Map.copyOf(accounts);
        postings = Map.copyOf(postings);
        transferIds = Set.copyOf(transferIds);
    }

    /** Decides each posting in order, every one on top of what those before it did. Changes nothing here. */
    public Decision decide(List<Posting> batch, Instant now) {
        var page = new JournalPage(this, now);
        var outcomes = batch.stream().map(page::decide).toList();
        return new Decision(outcomes, page.changedAccounts());
    }
}
