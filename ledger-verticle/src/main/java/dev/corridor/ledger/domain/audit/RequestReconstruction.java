package dev.corridor.ledger.domain.audit;

import dev.corridor.ledger.domain.posting.Balancing;
import dev.corridor.ledger.domain.posting.BookedPosting;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import dev.corridor.ledger.domain.posting.Leg;
import dev.corridor.ledger.domain.posting.Posting;
import dev.corridor.ledger.domain.posting.PostingFingerprint;
import dev.corridor.ledger.domain.posting.Transfer;
import dev.corridor.ledger.domain.posting.TransferType;

/**
 * Reconstructs the request of a booked posting of direct transfers and compares fingerprints, to find the posting that
 * was changed in a batch that is not intact. Other postings cannot be checked: not everything of their requests is
 * stored.
 */
final class RequestReconstruction {
    private RequestReconstruction() {}

    /** Returns false only when the posting certainly differs from its request. */
    static boolean matches(BookedPosting posting) {
        if (posting.transfers().stream().anyMatch(transfer -> transfer.type() != TransferType.DIRECT)) {
            return true;
        }
        var request = new Posting(
                posting.id(),
                posting.reference(),
                posting.metadata(),
                posting.effectiveAt(),
                posting.transfers().stream().map(RequestReconstruction::direct).toList());
        return PostingFingerprint.of(request).equals(posting.fingerprint());
    }

    private static Transfer direct(BookedTransfer transfer) {
        return new Transfer.Direct(
                transfer.id(),
                new Leg(
                        transfer.debitAccountId(),
                        transfer.creditAccountId(),
                        transfer.amount(),
                        transfer.code(),
                        Balancing.NONE));
    }
}
