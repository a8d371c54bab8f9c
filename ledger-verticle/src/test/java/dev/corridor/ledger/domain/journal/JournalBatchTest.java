package dev.corridor.ledger.domain.journal;

import static dev.corridor.ledger.domain.posting.Samples.NOON;
import static dev.corridor.ledger.domain.posting.Samples.USD;
import static dev.corridor.ledger.domain.posting.Samples.posting;
import static dev.corridor.ledger.domain.posting.Samples.transfer;
import static dev.corridor.ledger.domain.posting.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.Sha256;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.posting.BookedPosting;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import dev.corridor.ledger.domain.posting.MemoryLedger;
import dev.corridor.ledger.domain.posting.Outcome.Posted;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalBatchTest {
    private static final ChainHead START = new ChainHead(3, 0, Sha256.ZERO);

    private final Account ada = wallet("ada", USD, 100_00);
    private final Account blaise = wallet("blaise", USD, 0);
    private final MemoryLedger ledger = new MemoryLedger(ada, blaise);

    @Test
    void a_batch_is_intact_and_the_next_one_has_its_hash() {
        var first = JournalBatch.after(START, List.of(booked("p", 1_00)));
        var second = JournalBatch.after(first.head(), List.of(booked("q", 2_00)));

        assertThat(first.isIntact()).isTrue();
        assertThat(second.isIntact()).isTrue();
        assertThat(second.sequence()).isEqualTo(2);
        assertThat(second.previous()).isEqualTo(first.hash());
    }

    @Test
    void any_change_of_content_breaks_its_hash() {
        var posting = booked("p", 1_00);
        var sealed = JournalBatch.after(START, List.of(posting));
        var transfer = posting.transfers().get(0);
        var dearer = new BookedTransfer(
                transfer.id(),
                transfer.type(),
                transfer.debitAccountId(),
                transfer.creditAccountId(),
                new Money(1_01, USD),
                transfer.code(),
                transfer.refersTo(),
                transfer.expiresAt(),
                transfer.debit(),
                transfer.credit());

        assertThat(with(sealed, with(posting, posting.reference(), List.of(dearer)))
                        .isIntact())
                .isFalse();
        assertThat(with(sealed, with(posting, "other words", posting.transfers()))
                        .isIntact())
                .isFalse();
        assertThat(with(sealed, posting).isIntact()).isTrue();
    }

    @Test
    void a_batch_cannot_replace_another_batch() {
        var first = JournalBatch.after(START, List.of(booked("p", 1_00)));
        var moved = new JournalBatch(4, first.sequence(), first.previous(), first.hash(), first.postings());
        var later = new JournalBatch(3, 2, first.previous(), first.hash(), first.postings());

        assertThat(moved.isIntact()).isFalse();
        assertThat(later.isIntact()).isFalse();
    }

    private static JournalBatch with(JournalBatch batch, BookedPosting posting) {
        return new JournalBatch(batch.chain(), batch.sequence(), batch.previous(), batch.hash(), List.of(posting));
    }

    private static BookedPosting with(BookedPosting posting, String reference, List<BookedTransfer> transfers) {
        return new BookedPosting(
                posting.id(),
                posting.fingerprint(),
                reference,
                posting.metadata(),
                posting.correlationId(),
                posting.bookedAt(),
                posting.effectiveAt(),
                transfers);
    }

    private BookedPosting booked(String name, long amountMinor) {
        return ((Posted) ledger.post(posting(name, transfer("t" + name, ada, blaise, amountMinor)), NOON)).posting();
    }
}
