package dev.corridor.ledger.domain.posting;

import dev.corridor.kit.value.Money;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A transfer that happened, with what it left on both accounts.
 *
 * @param amount what it moved, reserved or released
 * @param refersTo the pending transfer that it ends, or the transfer that it reverses
 * @param expiresAt of a pending transfer that has a timeout
 */
public record BookedTransfer(
        UUID id,
        TransferType type,
        UUID debitAccountId,
        UUID creditAccountId,
        Money amount,
        String code,
        Optional<UUID> refersTo,
        Optional<Instant> expiresAt,
        BalanceAfter debit,
        BalanceAfter credit) {}
