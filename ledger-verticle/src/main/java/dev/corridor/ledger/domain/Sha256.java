package dev.corridor.ledger.domain;

import dev.corridor.ledger.domain.posting.Leg;
import dev.corridor.ledger.domain.posting.Posting;
import dev.corridor.ledger.domain.posting.Transfer;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 value: of a posting as it was asked for, or of a stretch of the journal. */
public final class Sha256 {
    public static final int BYTES = 32;
    /** What a chain begins with. */
    public static final Sha256 ZERO = new Sha256(new byte[BYTES]);

    private final byte[] bytes;

    private Sha256(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Sha256 of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 value has " + BYTES + " bytes, not " + bytes.length);
        }
        return new Sha256(bytes.clone());
    }

    /** Of everything that was asked for. */
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

    public byte[] bytes() {
        return bytes.clone();
    }

    private static void add(CanonicalContent content, Transfer transfer) {
        content.text(transfer.type().name()).uuid(transfer.id());
        if (transfer instanceof Transfer.Direct direct) {
            add(content, direct.leg());
        } else if (transfer instanceof Transfer.Pending pending) {
            add(content, pending.leg());
            content.number(pending.timeout().map(timeout -> timeout.toMillis()).orElse(0L));
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

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256 fingerprint && Arrays.equals(bytes, fingerprint.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
