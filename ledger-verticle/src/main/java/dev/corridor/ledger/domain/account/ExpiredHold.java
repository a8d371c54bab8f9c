package dev.corridor.ledger.domain.account;

import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.TimeCursor;
import java.time.Instant;
import java.util.UUID;

/**
 * Pending transfer that has expired.
 *
 * @param id id of the transfer that released it
 */
public record ExpiredHold(
        UUID id,
        UUID pendingId,
        UUID debitAccountId,
        UUID creditAccountId,
        Money amount,
        String code,
        Instant expiredAt) {

    public TimeCursor cursor() {
        return new TimeCursor(expiredAt, id);
    }
}
