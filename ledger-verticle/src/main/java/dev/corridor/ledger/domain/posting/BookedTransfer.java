package dev.corridor.ledger.domain.posting;

import dev.corridor.kit.value.Money;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Transfer that has been booked, with the balances after it.
 *
 * @param amount amount that it moved, reserved or released
 * @param refersTo the pending transfer that it ends, or the transfer that it reverses
 * @param expiresAt empty except for a pending transfer with a timeout
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
