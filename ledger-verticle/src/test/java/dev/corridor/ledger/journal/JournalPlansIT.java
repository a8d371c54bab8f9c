package dev.corridor.ledger.journal;

import static dev.corridor.ledger.journal.TestBooks.USD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.sql.Write;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.store.Accounts;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How PostgreSQL means to write a batch, while there are so few accounts that reading all of them would be quick. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalPlansIT {
    private TestBooks books;
    private Account ada;
    private Account blaise;
    private Account charles;

    @BeforeAll
    void three_wallets() {
        books = TestBooks.create("read committed");
        ada = books.wallet(USD, 5_00);
        blaise = books.wallet(USD, 0);
        charles = books.wallet(USD, 0);
        books.asOwner("analyze");
    }

    @AfterAll
    void close() {
        books.close();
    }

    @Test
    void the_two_accounts_of_a_transfer_are_found_by_their_ids() {
        assertThat(plan(update(ada, blaise)))
                .contains("Update on account", "Values Scan")
                .doesNotContain("Seq Scan on account");
    }

    @Test
    void the_accounts_of_many_are_found_by_their_ids() {
        assertThat(plan(update(ada, blaise, charles)))
                .contains("Update on account", "Function Scan")
                .doesNotContain("Seq Scan on account");
    }

    private static Write update(Account... accounts) {
        var changed = List.of(accounts);
        return Accounts.update(changed.stream().collect(Collectors.toMap(Account::id, Function.identity())), changed);
    }

    private String plan(Write write) {
        var steps = books.run(() -> books.database
                .pool()
                .query("explain (generic_plan) " + write.sql())
                .execute());
        return StreamSupport.stream(steps.spliterator(), false)
                .map(step -> step.getString(0))
                .collect(Collectors.joining("\n"));
    }
}
