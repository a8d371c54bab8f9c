package dev.corridor.ledger.journal;

import static dev.corridor.ledger.journal.TestBooks.USD;
import static dev.corridor.ledger.journal.TestBooks.payments;
import static dev.corridor.ledger.journal.TestBooks.posting;
import static dev.corridor.ledger.journal.TestBooks.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.audit.AuditReport;
import dev.corridor.ledger.domain.posting.Balancing;
import dev.corridor.ledger.domain.posting.Leg;
import dev.corridor.ledger.domain.posting.Posting;
import dev.corridor.ledger.domain.posting.Transfer;
import dev.corridor.ledger.usecase.LedgerAudit;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Audits of a ledger that its database's owner has changed by hand. */
class LedgerAuditIT {
    private TestBooks books;
    private Account ada;
    private Account blaise;
    private Posting paid;

    @BeforeEach
    void write() {
        books = TestBooks.create("read committed");
        ada = books.wallet(USD, 100_00);
        blaise = books.wallet(USD, 0);
        paid = posting(transfer(ada, blaise, 30_00));
        books.post(paid);
        books.postAll(payments(20, ada, blaise, 1));
        var held = hold(10_00);
        var left = hold(5_00);
        books.post(posting(held));
        books.post(posting(left));
        books.post(posting(new Transfer.Post(UUID.randomUUID(), held.id(), Optional.empty())));
        books.post(posting(
                new Transfer.Reversal(UUID.randomUUID(), paid.transfers().get(0).id())));
    }

    @AfterEach
    void close() {
        books.close();
    }

    private Transfer hold(long amountMinor) {
        var leg = new Leg(ada.id(), blaise.id(), new Money(amountMinor, USD), "payment", Balancing.NONE);
        return new Transfer.Pending(UUID.randomUUID(), leg, Optional.of(Duration.ofHours(1)));
    }

    @Test
    void an_unchanged_ledger_has_no_finding() throws Exception {
        var report = audit();

        assertThat(report.finding()).isEmpty();
        assertThat(report.transfers()).isEqualTo(26);
        assertThat(report.batches()).isPositive();
        assertThat(report.accounts()).isEqualTo(3);
        assertThat(report.currencies()).isEqualTo(1);
    }

    @Test
    void a_changed_amount_is_found_at_its_transfer() throws Exception {
        var id = paid.transfers().get(0).id();
        books.asOwner("update transfer set amount_minor = 3001 where id = '" + id + "'");

        assertThat(audit().finding())
                .hasValueSatisfying(finding -> assertThat(finding.row()).isEqualTo("transfer " + id));
    }

    @Test
    void a_changed_reference_is_found_at_its_posting() throws Exception {
        books.asOwner("update posting set reference = 'rent' where id = '" + paid.id() + "'");

        assertThat(audit().finding())
                .hasValueSatisfying(finding -> assertThat(finding.row()).isEqualTo("posting " + paid.id()));
    }

    /** Some of these changes keep all sums right. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    update account set balance_minor = balance_minor + 1 where id = :ada              ; account :ada
                    update account set pending_debit_minor = 0 where id = :ada                        ; account :ada
                    update transfer set code = 'gift' where id = :transfer                            ; posting :posting
                    update transfer set debit_account_id = credit_account_id, credit_account_id = debit_account_id where id = :transfer ; transfer
                    delete from transfer where id = :transfer                                         ; transfer
                    delete from posting where id = :posting                                           ; posting :posting
                    delete from hold                                                                  ; hold
                    update hold set amount_minor = 1                                                  ; hold
                    delete from journal_batch where sequence = 1                                      ; journal_batch
                    update journal_batch set hash = previous_hash                                     ; journal_batch
                    update journal_chain set sequence = sequence + 1                                  ; chain
                    """)
    void a_change_by_hand_is_found(String sql, String row) throws Exception {
        books.asOwner(named(sql));

        assertThat(audit().finding()).hasValueSatisfying(finding -> assertThat(finding.row())
                .startsWith(named(row).replace("'", "")));
    }

    private String named(String text) {
        return text.strip()
                .replace(":ada", "'" + ada.id() + "'")
                .replace(":transfer", "'" + paid.transfers().get(0).id() + "'")
                .replace(":posting", "'" + paid.id() + "'");
    }

    private AuditReport audit() throws SQLException {
        try (var connection = books.connect()) {
            return LedgerAudit.run(connection, progress -> {});
        }
    }
}
