package dev.corridor.ledger.journal;

import static dev.corridor.ledger.journal.TestBooks.USD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** PostgreSQL's plan for writing a batch, made while table account is so small that a scan of it would be quick. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalPlansIT {
    private TestBooks books;

    @BeforeAll
    void three_wallets() {
        books = TestBooks.create("read committed");
        books.wallet(USD, 5_00);
        books.wallet(USD, 0);
        books.wallet(USD, 0);
        books.asOwner("analyze");
    }

    @AfterAll
    void close() {
        books.close();
    }

    @Test
    void accounts_and_chain_are_found_by_primary_key() {
        assertThat(plan())
                .contains("Update on account", "(id = ANY ($1))", "Index Cond: (chain = $9)")
                .doesNotContain("Seq Scan on account", "Seq Scan on journal_chain");
    }

    private String plan() {
        var steps = books.run(() -> books.database
                .pool()
                .query("explain (generic_plan) " + BatchStatement.SQL)
                .execute());
        return StreamSupport.stream(steps.spliterator(), false)
                .map(step -> step.getString(0))
                .collect(Collectors.joining("\n"));
    }
}
