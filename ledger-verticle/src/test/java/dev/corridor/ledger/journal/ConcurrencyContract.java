package dev.corridor.ledger.journal;

import static dev.corridor.ledger.journal.TestBooks.EUR;
import static dev.corridor.ledger.journal.TestBooks.USD;
import static dev.corridor.ledger.journal.TestBooks.countPosted;
import static dev.corridor.ledger.journal.TestBooks.payments;
import static dev.corridor.ledger.journal.TestBooks.posting;
import static dev.corridor.ledger.journal.TestBooks.request;
import static dev.corridor.ledger.journal.TestBooks.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountChange;
import dev.corridor.ledger.domain.account.AccountState;
import dev.corridor.ledger.domain.posting.Outcome.Posted;
import dev.corridor.ledger.domain.posting.Posting;
import dev.corridor.ledger.domain.statement.Entry;
import dev.corridor.ledger.domain.statement.EntryCursor;
import dev.corridor.ledger.domain.statement.EntryFilter;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Contract of several journals, as of several processes, on one database. */
abstract class ConcurrencyContract extends JournalAtIsolation {
    ConcurrencyContract(String isolation) {
        super(isolation);
    }

    @Test
    void two_processes_never_spend_the_same_money() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);

        try (var otherProcess = books.otherProcess()) {
            var here = books.startAll(payments(150, ada, blaise, 1_00));
            var there = otherProcess.startAll(payments(150, ada, blaise, 1_00));
            var outcomes = new ArrayList<>(here.await());
            outcomes.addAll(there.await());

            assertThat(countPosted(outcomes)).isEqualTo(100);
        }
        assertThat(books.balanceMinor(ada)).isZero();
        assertThat(books.balanceMinor(blaise)).isEqualTo(100_00);
    }

    @Test
    void changes_of_another_process_are_conflicts() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        postUntilCacheIsUsed(ada, blaise);

        try (var otherProcess = books.otherProcess()) {
            double before = books.conflicts();
            otherProcess.post(posting(transfer(ada, blaise, 60_00)));
            assertThat(reasonOf(books.post(posting(transfer(ada, blaise, 21_00)))))
                    .isEqualTo(LedgerError.INSUFFICIENT_FUNDS);
            assertThat(books.conflicts()).isEqualTo(before + 1);

            postUntilCacheIsUsed(ada, blaise);
            otherProcess.post(posting(transfer(blaise, ada, 80_00)));
            assertThat(books.post(posting(transfer(ada, blaise, 80_00)))).isInstanceOf(Posted.class);
            assertThat(books.conflicts()).isEqualTo(before + 2);
        }
        assertThat(books.balanceMinor(ada)).isZero();
        assertThat(books.balanceMinor(blaise)).isEqualTo(100_00);
    }

    @Test
    void event_loops_of_one_process_share_what_they_know() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var other = books.journalOfOtherEventLoop();
        double before = books.conflicts();

        for (int i = 0; i < 30; i++) {
            assertThat(books.post(posting(transfer(ada, blaise, 1_00)))).isInstanceOf(Posted.class);
            assertThat(books.run(() -> other.post(request(posting(transfer(ada, blaise, 1_00))))))
                    .isInstanceOf(Posted.class);
        }

        assertThat(books.conflicts()).isEqualTo(before);
        assertThat(books.balanceMinor(ada)).isEqualTo(40_00);
    }

    @Test
    void a_conflict_does_not_affect_batches_with_other_accounts() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var chen = books.wallet(EUR, 100_00);
        var dora = books.wallet(EUR, 0);
        postUntilCacheIsUsed(ada, blaise);
        postUntilCacheIsUsed(chen, dora);

        try (var otherProcess = books.otherProcess()) {
            otherProcess.post(posting(transfer(ada, blaise, 1_00)));
            otherProcess.post(posting(transfer(chen, dora, 1_00)));

            double before = books.conflicts();
            books.post(posting(transfer(ada, blaise, 1_00)));
            assertThat(books.conflicts()).isEqualTo(before + 1);
            // Decided from the cache although a conflict has just happened: only so can it be a conflict itself.
            books.post(posting(transfer(chen, dora, 1_00)));
            assertThat(books.conflicts()).isEqualTo(before + 2);
        }
    }

    @Test
    void accounts_that_two_processes_keep_changing_are_one_conflict() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        postUntilCacheIsUsed(ada, blaise);

        try (var otherProcess = books.otherProcess()) {
            double before = books.conflicts();
            for (int i = 0; i < 20; i++) {
                otherProcess.post(posting(transfer(ada, blaise, 1_00)));
                books.post(posting(transfer(ada, blaise, 1_00)));
            }
            assertThat(books.conflicts()).isEqualTo(before + 1);
        }
        assertThat(books.balanceMinor(blaise)).isEqualTo(60_00);
    }

    @Test
    void an_account_frozen_by_another_process_refuses() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        postUntilCacheIsUsed(ada, blaise);

        try (var otherProcess = books.otherProcess()) {
            var frozen = new AccountChange(
                    Optional.of(AccountState.FROZEN_DEBIT), Optional.empty(), Optional.empty(), Optional.empty());
            otherProcess.run(() -> otherProcess.accounts.change(ada.id(), currency -> frozen));
        }

        assertThat(reasonOf(books.post(posting(transfer(ada, blaise, 1_00))))).isEqualTo(LedgerError.ACCOUNT_FROZEN);
    }

    @Test
    void a_repeat_among_new_postings_is_replayed_and_the_others_are_booked() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var first = posting(transfer(ada, blaise, 10_00));
        books.post(first);
        postUntilCacheIsUsed(ada, blaise);

        double before = books.conflicts();
        var outcomes = books.postAll(
                List.of(posting(transfer(ada, blaise, 1_00)), first, posting(transfer(ada, blaise, 2_00))));

        assertThat(countPosted(outcomes)).isEqualTo(3);
        assertThat(((Posted) outcomes.get(1)).replayed()).isTrue();
        assertThat(books.conflicts()).isEqualTo(before + 1);
    }

    /** Posts until this process decides from its cache again. Moves 20.00 from one account to the other in all. */
    private void postUntilCacheIsUsed(Account debit, Account credit) {
        payments(20, debit, credit, 1_00).forEach(books::post);
    }

    @Test
    void one_posting_sent_to_two_processes_at_once_is_booked_once() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var all = payments(40, ada, blaise, 1_00);

        try (var otherProcess = books.otherProcess()) {
            var here = books.startAll(all);
            var there = otherProcess.startAll(all);

            assertThat(countPosted(here.await())).isEqualTo(40);
            assertThat(countPosted(there.await())).isEqualTo(40);
        }
        assertThat(books.balanceMinor(ada)).isEqualTo(60_00);
    }

    @Test
    void one_id_sent_to_two_processes_with_other_accounts_is_booked_by_one_of_them() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var chen = books.wallet(EUR, 100_00);
        var dora = books.wallet(EUR, 0);

        try (var otherProcess = books.otherProcess()) {
            for (int round = 0; round < 20; round++) {
                var one = posting(transfer(ada, blaise, 1_00));
                var other = Posting.of(one.id(), "test", List.of(transfer(chen, dora, 1_00)));
                var here = books.startAll(List.of(one));
                var there = otherProcess.startAll(List.of(other));

                assertThat(countPosted(here.await()) + countPosted(there.await()))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void versions_have_no_gap_with_several_writers() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        try (var otherProcess = books.otherProcess()) {
            var here = books.startAll(payments(60, ada, blaise, 1_00));
            var there = otherProcess.startAll(payments(60, ada, blaise, 1_00));
            Future.all(here, there).await();
        }

        var entries = books.run(() -> books.entries.page(blaise.id(), EntryFilter.ALL, EntryCursor.NEWEST, 200))
                .items();

        assertThat(entries)
                .extracting(Entry::version)
                .containsExactlyElementsOf(LongStream.iterate(100, version -> version > 0, version -> version - 1)
                        .boxed()
                        .toList());
    }
}
