package dev.corridor.ledger.journal;

import static dev.corridor.ledger.journal.TestBooks.USD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rights of the role that the service runs as: it may add to history and not change it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RuntimeRoleIT {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private TestBooks books;

    @BeforeAll
    void open() {
        books = TestBooks.create("read committed");
        books.wallet(USD, 100_00);
    }

    @AfterAll
    void close() {
        books.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update transfer set amount_minor = 1",
                "delete from transfer",
                "truncate transfer",
                "update posting set reference = 'other'",
                "delete from posting",
                "update refusal set code = 'overflow'",
                "delete from refusal",
                "update journal_batch set hash = previous_hash",
                "delete from journal_batch",
                "delete from journal_chain",
                "update entry set amount_minor = 1",
                "delete from account",
                "drop table transfer",
                "alter table transfer add column note text",
            })
    void the_runtime_role_may_not(String sql) {
        assertThatThrownBy(
                        () -> books.run(() -> books.database.pool().query(sql).execute()))
                .isInstanceOfSatisfying(PgException.class, refused -> assertThat(refused.getSqlState())
                        .isIn(INSUFFICIENT_PRIVILEGE, "55000"));
    }
}
