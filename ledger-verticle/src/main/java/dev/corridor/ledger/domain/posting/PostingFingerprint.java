package dev.corridor.ledger.domain.posting;

import dev.corridor.ledger.domain.CanonicalContent;
import dev.corridor.ledger.domain.Sha256;
import java.time.Duration;

/** Computes the fingerprint of a posting request, which covers all of its content. */
public final class PostingFingerprint {
    private PostingFingerprint() {}

    public static Sha256 of(Posting posting) {
        var content = new CanonicalContent()
                .uuid(posting.id())
                .text(posting.reference())
                .metadata(posting.metadata())
                .instant(posting.effectiveAt())
                .number(posting.transfers().size());
        posting.transfers().forEach(transfer -> add(content, transfer));
        return content.hash();
    }

    private static void add(CanonicalContent content, Transfer transfer) {
        content.text(transfer.type().name()).uuid(transfer.id());
        if (transfer instanceof Transfer.Direct direct) {
            add(content, direct.leg());
        } else if (transfer instanceof Transfer.Pending pending) {
            add(content, pending.leg());
            content.number(pending.timeout().map(Duration::toMillis).orElse(0L));
        } else if (transfer instanceof Transfer.Post post) {
            content.uuid(post.pendingId())
                    .number(post.amount().isPresent() ? 1 : 0)
                    .money(post.amount());
        } else if (transfer instanceof Transfer.Release release) {
            content.uuid(release.pendingId());
        } else if (transfer instanceof Transfer.Reversal reversal) {
            content.uuid(reversal.transferId());
        }
    }

    private static void add(CanonicalContent content, Leg leg) {
        content.uuid(leg.debitAccountId())
                .uuid(leg.creditAccountId())
                .money(leg.amount())
                .text(leg.code())
                .text(leg.balancing().name());
    }
}
