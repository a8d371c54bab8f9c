package dev.corridor.ledger.domain.statement;

import dev.corridor.kit.request.QueryCursor;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.account.AccountProfile;
import java.time.Instant;
import java.util.List;

/**
 * Statement of an account: opening balance, entries and closing balance of a period.
 *
 * @param from booked at or after this time
 * @param to booked before this time
 * @param entries oldest first
 * @param nextCursor cursor of the next page; empty on the last page
 */
public record Statement(
        AccountProfile account,
        Instant from,
        Instant to,
        Money opening,
        List<Entry> entries,
        Money closing,
        String nextCursor) {
    public Statement {
        entries = List.copyOf(entries);
    }

    /** The statement with its cursor bound to the query. */
    public Statement boundTo(QueryCursor query) {
        return new Statement(account, from, to, opening, entries, closing, query.bind(nextCursor));
    }

    /**
     * Makes a page of at most {@code limit} entries. A further entry in {@code found} says that there is a next page.
     */
    public static Statement of(
            AccountProfile account, Instant from, Instant to, long openingMinor, List<Entry> found, int limit) {
        var entries = found.size() > limit ? found.subList(0, limit) : found;
        var opening = new Money(openingMinor, account.account().currency());
        var closing =
                entries.isEmpty() ? opening : entries.get(entries.size() - 1).balanceAfter();
        String next =
                found.size() > limit ? EntryCursor.of(entries.get(limit - 1)).encode() : "";
        return new Statement(account, from, to, opening, entries, closing, next);
    }
}
