package dev.corridor.ledger.domain.journal;

import dev.corridor.ledger.domain.CanonicalContent;
import dev.corridor.ledger.domain.Sha256;
import dev.corridor.ledger.domain.posting.BalanceAfter;
import dev.corridor.ledger.domain.posting.BookedPosting;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import java.util.List;

/**
 * Postings of one transaction, sealed by a hash over their content and the hash of the previous batch of the chain. No
 * row can be changed, removed or inserted without breaking all later hashes.
 *
 * @param chain number of the chain; each chain has one writer at a time
 * @param sequence position in the chain, from 1
 */
public record JournalBatch(int chain, long sequence, Sha256 previous, Sha256 hash, List<BookedPosting> postings) {
    public JournalBatch {
        postings = List.copyOf(postings);
    }

    /** Seals the postings as the batch that follows {@code head}. */
    public static JournalBatch after(ChainHead head, List<BookedPosting> postings) {
        long sequence = head.sequence() + 1;
        return new JournalBatch(
                head.chain(), sequence, head.hash(), hash(head.chain(), sequence, head.hash(), postings), postings);
    }

    /** Whether its hash matches its content. */
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
                .sha256(previous)
                .number(chain)
                .number(sequence)
                .number(postings.size());
        postings.forEach(posting -> add(content, posting));
        return content.hash();
    }

    private static void add(CanonicalContent content, BookedPosting posting) {
        content.uuid(posting.id())
                .sha256(posting.fingerprint())
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
