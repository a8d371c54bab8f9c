package dev.corridor.ledger.domain.posting;

import java.util.Optional;

/**
 * Pending transfer and its end.
 *
 * @param end the type of the transfer that ended it; empty while it is open
 */
public record Hold(BookedTransfer pending, Optional<TransferType> end) {}
