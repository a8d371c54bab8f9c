package dev.corridor.ledger.domain.audit;

import dev.corridor.ledger.domain.Sha256;
import dev.corridor.ledger.domain.posting.Balancing;
import dev.corridor.ledger.domain.posting.BookedPosting;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import dev.corridor.ledger.domain.posting.Leg;
import dev.corridor.ledger.domain.posting.Posting;
import dev.corridor.ledger.domain.posting.Transfer;
import dev.corridor.ledger.domain.posting.TransferType;

/**
 * What a posting of direct transfers must have asked for, put together from what was booked. Narrows a batch that is not
 * intact down to a posting. Others are passed over: the books do not keep all that they asked for.
 */
final class RequestReconstruction {
    private RequestReconstruction() {}

    /** False when it certainly is not. */
    static boolean isAsAsked(BookedPosting posting) {
        if (posting.transfers().stream().anyMatch(transfer -> transfer.type() != TransferType.DIRECT)) {
            return true;
        }
        var asked = new Posting(
                posting.id(),
                posting.reference(),
                posting.metadata(),
                posting.effectiveAt(),
                posting.transfers().stream().map(RequestReconstruction::direct).toList());
        return Sha256.of(asked).equals(posting.fingerprint());
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
