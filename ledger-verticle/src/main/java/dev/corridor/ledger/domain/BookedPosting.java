package dev.corridor.ledger.domain;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/** A posting that happened. */
public record BookedPosting(UUID id, String reference, Instant bookedAt, List<BookedTransfer> transfers) {
    public BookedPosting {
        transfers = List.copyOf(transfers);
    }

    /** The balance of each account the posting touched, after all of it, in the order it touched them. */
    public Collection<BalanceAfter> balances() {
        var last = new LinkedHashMap<UUID, BalanceAfter>();
        for (var booked : transfers) {
            last.put(booked.debit().accountId(), booked.debit());
            last.put(booked.credit().accountId(), booked.credit());
        }
        return last.values();
    }

    /** Whether this is what that posting asks for: the same reference, and the same transfers in the same order. */
    boolean isOf(Posting posting) {
        return id.equals(posting.id())
                && reference.equals(posting.reference())
                && transfers.stream().map(BookedTransfer::transfer).toList().equals(posting.transfers());
    }
}
