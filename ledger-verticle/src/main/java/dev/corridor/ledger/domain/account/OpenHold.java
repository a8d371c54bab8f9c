package dev.corridor.ledger.domain.account;

import dev.corridor.kit.value.Money;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Pending transfer that is open. */
public record OpenHold(
        UUID transferId,
        UUID debitAccountId,
        UUID creditAccountId,
        Money amount,
        String code,
        Instant bookedAt,
        Optional<Instant> expiresAt) {}
