package dev.corridor.ledger.domain;

import dev.corridor.kit.money.Money;
import java.time.Instant;
import java.util.UUID;

/**
 * A pending transfer that has expired.
 *
 * @param id of the transfer that released it
 */
public record ExpiredHold(
        UUID id,
        UUID pendingId,
        UUID debitAccountId,
        UUID creditAccountId,
        Money amount,
        String code,
        Instant expiredAt) {

    TimePlace place() {
        return new TimePlace(expiredAt, id);
    }
}
