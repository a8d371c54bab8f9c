package dev.corridor.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.ledger.domain.posting.TransferType;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** CHECK constraints of table transfer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransferConstraintsIT {
    private static final String PAYER = "0190a0de-0000-7000-8000-0000000ada00";
    private static final String PAYEE = "0190a0de-0000-7000-8000-00000b1a15e0";

    private TestBooks books;

    @BeforeAll
    void open() {
        books = TestBooks.create("read committed");
    }

    @AfterAll
    void close() {
        books.close();
    }

    @ParameterizedTest
    @CsvSource({
        "OTHER, " + PAYEE + ", 1, transfer_type",
        "DIRECT, " + PAYEE + ", 0, transfer_positive",
        "DIRECT, " + PAYEE + ", -1, transfer_positive",
        "DIRECT, " + PAYER + ", 1, transfer_between_two"
    })
    void a_transfer_cannot_be(String type, String credited, long amountMinor, String constraint) {
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> insert(type, credited, amountMinor))
                .withMessageContaining("violates check constraint \"%s\"".formatted(constraint))
                .satisfies(failure -> assertThat(failure.getSqlState()).isEqualTo("23514"));
    }

    @ParameterizedTest
    @EnumSource(TransferType.class)
    void a_transfer_has_one_of_the_types_that_the_domain_has(TransferType type) {
        assertThat(insert(type.name(), PAYEE, 1)).hasSize(1);
    }

    private RowSet<Row> insert(String type, String credited, long amountMinor) {
        return books.run(() -> books.database
                .pool()
                .query(
                        """
                        insert into transfer
                          (id, posting_id, type, debit_account_id, credit_account_id, amount_minor, currency, code, booked_at,
                           debit_balance_minor, debit_version, credit_balance_minor, credit_version)
                        values ('%1$s', '%1$s', '%2$s', '%3$s', '%4$s', %5$d, 'USD', 'payment', now(), 0, 1, 0, 1)
                        returning id
                        """
                                .formatted(UUID.randomUUID(), type, PAYER, credited, amountMinor))
                .execute());
    }
}
