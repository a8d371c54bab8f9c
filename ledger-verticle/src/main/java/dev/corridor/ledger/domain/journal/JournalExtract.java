package dev.corridor.ledger.domain.journal;

import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.account.Account;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Transfers that moved money in a period, with their accounts.
 *
 * @param from the period includes what was booked at this time
 * @param to the period excludes what was booked at this time
 * @param moves in the order of booking, those of one posting together
 * @param accounts the accounts of the transfers, by id
 * @param openingMinor the accounts' balances before the period, on their normal side; zero when absent
 */
public record JournalExtract(
        Instant from, Instant to, List<Move> moves, Map<UUID, Account> accounts, Map<UUID, Long> openingMinor) {
    public static final int MOVES_MAX = 20_000;

    /** A transfer that moved money. */
    public record Move(
            UUID postingId,
            String reference,
            Instant bookedAt,
            UUID transferId,
            UUID debitAccountId,
            UUID creditAccountId,
            Money amount,
            String code) {}
}
