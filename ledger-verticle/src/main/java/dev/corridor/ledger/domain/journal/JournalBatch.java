package dev.corridor.ledger.domain.journal;

import dev.corridor.ledger.domain.CanonicalContent;
import dev.corridor.ledger.domain.Sha256;
import dev.corridor.ledger.domain.posting.BalanceAfter;
import dev.corridor.ledger.domain.posting.BookedPosting;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import java.util.List;

/**
 * The postings of one transaction, sealed: each batch's hash covers its content and the hash of the batch before it in its
 * chain, so that no row can be changed, removed or slipped in without breaking every hash after it.
 *
 * @param chain one of the journal's chains; each has one writer at a time
 * @param sequence 1, 2, 3 ... along the chain
 */
public record JournalBatch(int chain, long sequence, Sha256 previous, Sha256 hash, List<BookedPosting> postings) {
    public JournalBatch {
        postings = List.copyOf(postings);
    }

    /** The batch that follows {@code head}. */
    public static JournalBatch after(ChainHead head, List<BookedPosting> postings) {
        long sequence = head.sequence() + 1;
        return new JournalBatch(
                head.chain(), sequence, head.hash(), hash(head.chain(), sequence, head.hash(), postings), postings);
    }

    /** Whether its hash is that of its content. */
    public boolean isIntact() {
        return hash.equals(hash(chain, sequence, previous, postings));
    }

    public int transfers() {
        return postings.stream().mapToInt(posting -> posting.transfers().size()).sum();
    }

    public ChainHead head() {
        return new ChainHead(chain, sequence, hash);
    }

    private static Sha256 hash(int chain, long sequence, Sha256 previous, List<BookedPosting> postings) {
        var content = new CanonicalContent()
                .fingerprint(previous)
                .number(chain)
                .number(sequence)
                .number(postings.size());
        postings.forEach(posting -> add(content, posting));
        return content.hash();
    }

    private static void add(CanonicalContent content, BookedPosting posting) {
        content.uuid(posting.id())
                .fingerprint(posting.fingerprint())
                .text(posting.reference())
                .metadata(posting.metadata())
                .text(posting.correlationId())
                .instant(posting.bookedAt())
                .instant(posting.effectiveAt())
                .number(posting.transfers().size());
        posting.transfers().forEach(transfer -> add(content, transfer));
    }

    private static void add(CanonicalContent content, BookedTransfer transfer) {
        content.uuid(transfer.id())
                .text(transfer.type().name())
                .uuid(transfer.debitAccountId())
                .uuid(transfer.creditAccountId())
                .money(transfer.amount())
                .text(transfer.code())
                .uuid(transfer.refersTo())
                .instant(transfer.expiresAt());
        add(content, transfer.debit());
        add(content, transfer.credit());
    }

    private static void add(CanonicalContent content, BalanceAfter after) {
        content.number(after.balance().minorUnits()).number(after.version());
    }
}
