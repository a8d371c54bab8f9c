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
 * Ids that a batch of postings refers to, and so the rows that must be read to decide it.
 *
 * @param pendingIds pending transfers that the batch posts or releases
 * @param reversedIds transfers that the batch reverses
 * @param referredIds both of them
 */
record BatchReferences(
        Set<UUID> postingIds,
        Set<UUID> transferIds,
        Set<UUID> accountIds,
        Set<UUID> pendingIds,
        Set<UUID> reversedIds,
        Set<UUID> referredIds) {

    static BatchReferences of(List<PostingRequest> batch) {
        var references = new BatchReferences(
                new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
        for (var request : batch) {
            references.postingIds.add(request.posting().id());
            request.posting().transfers().forEach(references::add);
        }
        references.referredIds.addAll(references.pendingIds);
        references.referredIds.addAll(references.reversedIds);
        return references;
    }

    /** Returns all ids of one posting, possibly with duplicates. */
    static List<UUID> of(PostingRequest request) {
        var posting = request.posting();
        var ids = new ArrayList<UUID>(
                1 + Transfer.REFERENCES_MAX * posting.transfers().size());
        ids.add(posting.id());
        posting.transfers().forEach(transfer -> ids.addAll(transfer.references()));
        return ids;
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
