package dev.corridor.ledger.domain;

import dev.corridor.kit.money.Money;
import java.time.Instant;
import java.util.UUID;

/** One side of a booked transfer, as its account shows it. */
public record Entry(
        UUID transferId,
        UUID postingId,
        Direction direction,
        Money amount,
        Money balanceAfter,
        long version,
        UUID counterAccountId,
        String code,
        String reference,
        Instant bookedAt,
        String correlationId) {}
