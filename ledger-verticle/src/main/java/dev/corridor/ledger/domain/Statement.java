package dev.corridor.ledger.domain;

import dev.corridor.kit.money.Money;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A stretch of an account's history: what it began with, every entry with the balance after it, what it ended with. */
public record Statement(Account account, Money opening, List<Entry> lines, Money closing) {
    public Statement {
        lines = List.copyOf(lines);
    }

    /** From entries that follow each other without gap, newest first, as the store lists them. */
    public static Statement of(Account account, List<Entry> newestFirst) {
        if (newestFirst.isEmpty()) {
            return new Statement(account, account.balance(), List.of(), account.balance());
        }
        var lines = new ArrayList<>(newestFirst);
        Collections.reverse(lines);
        var first = lines.get(0);
        var openingMinor = first.balanceAfter().minorUnits()
                - account.signed(first.direction(), first.amount().minorUnits());
        var closing = newestFirst.get(0).balanceAfter();
        return new Statement(account, new Money(openingMinor, account.currency()), lines, closing);
    }
}
