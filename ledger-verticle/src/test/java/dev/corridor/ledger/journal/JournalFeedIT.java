package dev.corridor.ledger.journal;

import static dev.corridor.ledger.journal.TestBooks.USD;
import static dev.corridor.ledger.journal.TestBooks.payments;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.ledger.domain.journal.FeedCursor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bounds of one read of the journal: batches in memory are free, others are read from the database. */
class JournalFeedIT {
    private static final int MANY = 64;
    private static final int FEW = 3;

    private static TestBooks books;
    private static int written;

    @BeforeAll
    static void write() {
        books = TestBooks.create("read committed");
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        for (int batch = 0; batch < 10; batch++) {
            books.postAll(payments(1, ada, blaise, 1));
        }
        written = books.journalBatches().size();
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @Test
    void batches_in_memory_are_returned_up_to_the_limit() {
        var following = following(books.recent, MANY, FEW);

        assertThat(following.items()).isEqualTo(books.journalBatches());
        assertThat(following.more()).isFalse();
    }

    @Test
    void batches_from_the_database_have_a_limit_of_their_own() {
        var following = following(new RecentBatches(), MANY, FEW);

        assertThat(following.items()).isEqualTo(books.journalBatches().subList(0, FEW));
        assertThat(following.more()).isTrue();
    }

    @Test
    void at_the_limit_there_may_be_more() {
        var following = following(books.recent, written, FEW);

        assertThat(following.items()).hasSize(written);
        assertThat(following.more()).isTrue();
    }

    private static JournalFeed.Batches following(RecentBatches recent, int limit, int limitFromDatabase) {
        var start = FeedCursor.start(JournalFeed.CHAINS);
        return books.run(() -> JournalFeed.after(books.database.pool(), recent, start, limit, limitFromDatabase));
    }
}
