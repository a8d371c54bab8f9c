package dev.corridor.ledger.domain.posting;

import java.util.Optional;

/**
 * A pending transfer and what became of it.
 *
 * @param end the type of the transfer that ended it; empty while it is open
 */
public record Hold(BookedTransfer pending, Optional<TransferType> end) {}
