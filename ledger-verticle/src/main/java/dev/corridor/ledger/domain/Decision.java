package dev.corridor.ledger.domain;

import java.util.Collection;
import java.util.List;

/** What came of a batch: one outcome a posting, in the batch's order, and the accounts as they are after it. */
public record Decision(List<Outcome> outcomes, Collection<Account> changedAccounts) {
    public Decision {
        outcomes = List.copyOf(outcomes);
        changedAccounts = List.copyOf(changedAccounts);
    }

    /** The postings that have to be written: neither refused nor there already. */
    public List<BookedPosting> newPostings() {
        return outcomes.stream()
                .filter(Outcome.Posted.class::isInstance)
                .map(Outcome.Posted.class::cast)
                .filter(posted -> !posted.replayed())
                .map(Outcome.Posted::posting)
                .toList();
    }
}
