package dev.corridor.ledger.journal;

import static dev.corridor.ledger.journal.TestBooks.USD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountKind;
import dev.corridor.ledger.domain.account.AccountState;
import dev.corridor.ledger.domain.account.LimitPolicy;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CHECK constraints and types of table account. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountConstraintsIT {
    private static final String CHECK_VIOLATION = "23514";
    private TestBooks books;
    private Account wallet;

    /** @param labels those that the constraint knows, in no order */
    private record LabelsOf(String constraint, List<? extends Enum<?>> labels) {}

    @BeforeAll
    void a_wallet_that_may_not_be_overdrawn() {
        books = TestBooks.create("read committed");
        wallet = books.wallet(USD, 100_00);
    }

    @AfterAll
    void close() {
        books.close();
    }

    static Stream<LabelsOf> states() {
        return Stream.of(
                new LabelsOf("account_kind_known", List.of(AccountKind.values())),
                new LabelsOf("account_limit_policy_known", List.of(LimitPolicy.values())),
                new LabelsOf("account_state_known", List.of(AccountState.values())));
    }

    @ParameterizedTest
    @MethodSource("states")
    void a_state_is_one_that_the_domain_has(LabelsOf states) {
        assertThat(run(
                        """
                        select (regexp_matches(pg_get_constraintdef(oid), '''([A-Z_]+)''', 'g'))[1]
                        from pg_constraint
                        where conname = '%s'
                        """
                                .formatted(states.constraint())))
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrderElementsOf(
                        states.labels().stream().map(Enum::name).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            textBlock =
                    """
                    account_within_limit; balance_minor = -1
                    account_within_limit; pending_debit_minor = balance_minor + 1
                    account_pending;      pending_debit_minor = -1
                    account_pending;      pending_credit_minor = -1
                    account_within_limit; kind = 'ASSET', pending_credit_minor = balance_minor + 1
                    account_within_limit; limit_policy = 'OVERDRAFT', overdraft_minor = 100, balance_minor = -101
                    account_closed_empty; state = 'CLOSED'
                    account_closed_empty; state = 'CLOSED', balance_minor = 0, pending_credit_minor = 1
                    """)
    void a_wallet_cannot_become(String constraint, String change) {
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> run("update account set %s where id = '%s'".formatted(change, wallet.id())))
                .withMessageContaining("violates check constraint \"%s\"".formatted(constraint))
                .satisfies(failure -> assertThat(failure.getSqlState()).isEqualTo(CHECK_VIOLATION));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit_policy = 'NONE', balance_minor = -1",
                "limit_policy = 'OVERDRAFT', overdraft_minor = 100, balance_minor = -100",
                "kind = 'ASSET', pending_debit_minor = balance_minor + 1",
                "pending_credit_minor = balance_minor + 1",
                "state = 'CLOSED', balance_minor = 0"
            })
    void a_wallet_can_become(String change) {
        var changed =
                run("with changed as (update account set %s where id = '%s' returning 1) select count(*) from changed"
                        .formatted(change, wallet.id()));
        assertThat(changed.iterator().next().getLong(0)).isEqualTo(1);
        run("update account set kind = 'LIABILITY', limit_policy = 'NO_OVERDRAFT', overdraft_minor = 0, state = 'OPEN',"
                + " balance_minor = 10000, pending_debit_minor = 0, pending_credit_minor = 0 where id = '%s'"
                        .formatted(wallet.id()));
    }

    private RowSet<Row> run(String statement) {
        return books.run(() -> books.database.pool().query(statement).execute());
    }
}
