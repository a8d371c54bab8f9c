package dev.corridor.ledger.domain.posting;

import dev.corridor.ledger.domain.account.Account;
import java.util.Collection;
import java.util.List;

/**
 * Decision on a batch.
 *
 * @param outcomes one for each posting, in the batch's order
 * @param changedAccounts the accounts that the batch changed, as they are after it
 * @param booked the postings to insert
 * @param refused the refusals to insert, whether or not they use up the posting's id
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
