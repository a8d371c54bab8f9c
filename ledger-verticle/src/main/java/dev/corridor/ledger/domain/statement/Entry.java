package dev.corridor.ledger.domain.statement;

import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.posting.TransferType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One side of a transfer that moved money, as its account shows it.
 *
 * @param version the account's version after it; entries have gaps, since pending transfers and their ends count too
 * @param effectiveAt time from which it counts; its booking time unless the posting set another
 * @param refersTo the pending transfer that it posts, or the transfer that it reverses
 */
public record Entry(
        UUID transferId,
        UUID postingId,
        TransferType type,
        Direction direction,
        Money amount,
        Money balanceAfter,
        long version,
        UUID counterAccountId,
        String code,
        String reference,
        Instant bookedAt,
        Instant effectiveAt,
        Optional<UUID> refersTo,
        String correlationId) {}
