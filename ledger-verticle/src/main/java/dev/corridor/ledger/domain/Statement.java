package dev.corridor.ledger.domain;

import dev.corridor.kit.money.Money;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A stretch of an account's history: what it began with, every entry with the balance after it, what it ended with.
 *
 * @param lines oldest first
 * @param nextCursor for the statement of the time before; empty when there is none
 */
public record Statement(Account account, Money opening, List<Entry> lines, Money closing, String nextCursor) {
    public Statement {
        lines = List.copyOf(lines);
    }

    public static Statement of(Account account, EntryPage page) {
        var newestFirst = page.entries();
        if (newestFirst.isEmpty()) {
            return new Statement(account, account.balance(), List.of(), account.balance(), page.nextCursor());
        }
        var lines = new ArrayList<>(newestFirst);
        Collections.reverse(lines);
        return new Statement(
                account,
                balanceBefore(account, lines.get(0)),
                lines,
                newestFirst.get(0).balanceAfter(),
                page.nextCursor());
    }

    private static Money balanceBefore(Account account, Entry entry) {
        long change = account.signed(entry.direction(), entry.amount().minorUnits());
        return new Money(entry.balanceAfter().minorUnits() - change, account.currency());
    }
}
