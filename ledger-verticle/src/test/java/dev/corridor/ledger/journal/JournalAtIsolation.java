package dev.corridor.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.posting.Outcome;
import dev.corridor.ledger.domain.posting.Outcome.Refused;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Journal on a new database whose transactions have a given isolation. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JournalAtIsolation {
    private final String isolation;
    TestBooks books;

    JournalAtIsolation(String isolation) {
        this.isolation = isolation;
    }

    @BeforeAll
    void open() {
        books = TestBooks.create(isolation);
    }

    @AfterAll
    void close() {
        books.close();
    }

    static LedgerError reasonOf(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).reason();
    }
}
