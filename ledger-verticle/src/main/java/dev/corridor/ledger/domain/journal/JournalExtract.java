package dev.corridor.ledger.domain.journal;

import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.account.Account;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What moved in a stretch of time.
 *
 * @param from booked then or later
 * @param to booked before
 * @param lines in the order of booking, those of a posting together
 * @param accounts those that the lines touch
 * @param openingMinor their balances before the first line, on their normal side; without one, zero
 */
public record JournalExtract(
        Instant from, Instant to, List<Line> lines, Map<UUID, Account> accounts, Map<UUID, Long> openingMinor) {
    public static final int LINES_MAX = 20_000;

    /** A transfer that moved money. */
    public record Line(
            UUID postingId,
            String reference,
            Instant bookedAt,
            UUID transferId,
            UUID debitAccountId,
            UUID creditAccountId,
            Money amount,
            String code) {}
}
