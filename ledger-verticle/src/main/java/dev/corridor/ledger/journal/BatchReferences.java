package dev.corridor.ledger.journal;

import dev.corridor.ledger.domain.posting.Leg;
import dev.corridor.ledger.domain.posting.PostingRequest;
import dev.corridor.ledger.domain.posting.Transfer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Everything that a batch of postings names, which is what has to be read to decide it.
 *
 * @param referredIds the transfers that it ends or reverses
 */
record BatchReferences(
        Set<UUID> postingIds,
        Set<UUID> transferIds,
        Set<UUID> accountIds,
        Set<UUID> pendingIds,
        Set<UUID> reversedIds,
        Set<UUID> referredIds) {

    static BatchReferences of(List<PostingRequest> batch) {
        var names = new BatchReferences(
                new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
        for (var request : batch) {
            names.postingIds.add(request.posting().id());
            request.posting().transfers().forEach(names::add);
        }
        names.referredIds.addAll(names.pendingIds);
        names.referredIds.addAll(names.reversedIds);
        return names;
    }

    /** All of one posting's, some of them perhaps twice. */
    static List<UUID> of(PostingRequest request) {
        var posting = request.posting();
        var names = new ArrayList<UUID>(
                1 + Transfer.MOST_NAMES * posting.transfers().size());
        names.add(posting.id());
        posting.transfers().forEach(transfer -> names.addAll(transfer.names()));
        return names;
    }

    private void add(Transfer transfer) {
        transferIds.add(transfer.id());
        if (transfer instanceof Transfer.Direct direct) {
            add(direct.leg());
        } else if (transfer instanceof Transfer.Pending pending) {
            add(pending.leg());
        } else if (transfer instanceof Transfer.Post post) {
            pendingIds.add(post.pendingId());
        } else if (transfer instanceof Transfer.Release release) {
            pendingIds.add(release.pendingId());
        } else if (transfer instanceof Transfer.Reversal reversal) {
            reversedIds.add(reversal.transferId());
        }
    }

    private void add(Leg leg) {
        accountIds.add(leg.debitAccountId());
        accountIds.add(leg.creditAccountId());
    }
}
