package dev.corridor.ledger.domain.posting;

import dev.corridor.ledger.domain.account.Account;
import java.util.Collection;
import java.util.List;

/**
 * What came of a batch.
 *
 * @param outcomes one a posting, in the batch's order
 * @param changedAccounts the accounts as they are after it
 * @param booked the postings that have to be written
 * @param refused the refusals that have to be written, those that end their posting's id and those that do not
 */
public record Decision(
        List<Outcome> outcomes,
        Collection<Account> changedAccounts,
        List<BookedPosting> booked,
        List<Refusal> refused) {
    public Decision {
        outcomes = List.copyOf(outcomes);
        changedAccounts = List.copyOf(changedAccounts);
        booked = List.copyOf(booked);
        refused = List.copyOf(refused);
    }
}
