package dev.corridor.ledger.journal;

import static dev.corridor.ledger.journal.TestBooks.USD;
import static dev.corridor.ledger.journal.TestBooks.payments;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PostgreSQL's plan for reading a batch, once it has statistics of large batches. */
class JournalFeedPlanIT {
    @Test
    void a_batch_is_read_by_primary_keys() throws SQLException {
        try (var books = TestBooks.create("read committed")) {
            var ada = books.wallet(USD, 5_000_00);
            var blaise = books.wallet(USD, 0);
            for (int batch = 0; batch < 5; batch++) {
                books.postAll(payments(1_000, ada, blaise, 1));
            }
            books.asOwner("analyze");

            assertThat(plan(books))
                    .noneMatch(step -> step.contains("Seq Scan on posting"))
                    .noneMatch(step -> step.contains("Seq Scan on transfer"));
        }
    }

    private static List<String> plan(TestBooks books) throws SQLException {
        try (var connection = books.connect();
                var rows = connection
                        .createStatement()
                        .executeQuery("explain "
                                + JournalFeed.READ_BATCH.replace("$1", "0").replace("$2", "1"))) {
            var steps = new ArrayList<String>();
            while (rows.next()) {
                steps.add(rows.getString(1));
            }
            return steps;
        }
    }
}
