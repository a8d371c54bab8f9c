package dev.corridor.ledger.domain.statement;

import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.account.AccountProfile;
import java.time.Instant;
import java.util.List;

/**
 * A stretch of an account's history: what it began with, every line with the balance after it, what it ended with.
 *
 * @param from booked then or later
 * @param to booked before
 * @param entries oldest first
 * @param nextCursor for the entries after these; empty when there are none
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

    /** From the entries after the opening balance, one more of them than the statement has where there are more. */
    public static Statement of(
            AccountProfile account, Instant from, Instant to, long openingMinor, List<Entry> found, int limit) {
        var entries = found.size() > limit ? found.subList(0, limit) : found;
        var opening = new Money(openingMinor, account.account().currency());
        var closing =
                entries.isEmpty() ? opening : entries.get(entries.size() - 1).balanceAfter();
        String next =
                found.size() > limit ? EntryCursor.of(entries.get(limit - 1)).cursor() : "";
        return new Statement(account, from, to, opening, entries, closing, next);
    }
}
