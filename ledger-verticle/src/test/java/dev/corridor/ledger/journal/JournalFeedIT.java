package dev.corridor.ledger.journal;

import static dev.corridor.ledger.journal.TestBooks.USD;
import static dev.corridor.ledger.journal.TestBooks.payments;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.ledger.domain.journal.FeedCursor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What comes at once of batches that wait: those in memory are free, others have to be read. */
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
        written = books.told().size();
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @Test
    void those_in_memory_come_all_together() {
        var following = following(books.recent, MANY, FEW);

        assertThat(following.batches()).isEqualTo(books.told());
        assertThat(following.more()).isFalse();
    }

    @Test
    void of_those_that_have_to_be_read_a_few_come() {
        var following = following(new RecentBatches(), MANY, FEW);

        assertThat(following.batches()).isEqualTo(books.told().subList(0, FEW));
        assertThat(following.more()).isTrue();
    }

    @Test
    void no_more_come_than_asked_for_and_perhaps_there_are_others() {
        var following = following(books.recent, written, FEW);

        assertThat(following.batches()).hasSize(written);
        assertThat(following.more()).isTrue();
    }

    private static JournalFeed.Following following(RecentBatches recent, int batches, int batchesRead) {
        var start = FeedCursor.start(JournalFeed.CHAINS);
        return books.run(() -> JournalFeed.after(books.database.pool(), recent, start, batches, batchesRead));
    }
}
