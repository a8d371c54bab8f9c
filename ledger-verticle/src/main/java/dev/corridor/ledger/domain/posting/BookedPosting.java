package dev.corridor.ledger.domain.posting;

import dev.corridor.kit.value.Metadata;
import dev.corridor.ledger.domain.Sha256;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Posting that has been booked.
 *
 * @param fingerprint tells a repeat from another posting under the same id
 */
public record BookedPosting(
        UUID id,
        Sha256 fingerprint,
        String reference,
        Metadata metadata,
        String correlationId,
        Instant bookedAt,
        Optional<Instant> effectiveAt,
        List<BookedTransfer> transfers) {
    public BookedPosting {
        transfers = List.copyOf(transfers);
    }

    /** Returns each account's balance after the whole posting, in the order in which the posting touched them. */
    public Collection<BalanceAfter> balances() {
        var last = new LinkedHashMap<UUID, BalanceAfter>();
        for (var booked : transfers) {
            last.put(booked.debit().accountId(), booked.debit());
            last.put(booked.credit().accountId(), booked.credit());
        }
        return last.values();
    }
}
