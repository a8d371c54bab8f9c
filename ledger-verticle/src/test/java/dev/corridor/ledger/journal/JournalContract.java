package dev.corridor.ledger.journal;

import static dev.corridor.ledger.journal.TestBooks.EUR;
import static dev.corridor.ledger.journal.TestBooks.USD;
import static dev.corridor.ledger.journal.TestBooks.payments;
import static dev.corridor.ledger.journal.TestBooks.posting;
import static dev.corridor.ledger.journal.TestBooks.request;
import static dev.corridor.ledger.journal.TestBooks.transfer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.Deadline;
import dev.corridor.kit.value.Metadata;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountKind;
import dev.corridor.ledger.domain.account.AccountProfile;
import dev.corridor.ledger.domain.account.AccountSpec;
import dev.corridor.ledger.domain.account.Limit;
import dev.corridor.ledger.domain.account.NewAccount;
import dev.corridor.ledger.domain.posting.Balancing;
import dev.corridor.ledger.domain.posting.Leg;
import dev.corridor.ledger.domain.posting.Outcome;
import dev.corridor.ledger.domain.posting.Outcome.Posted;
import dev.corridor.ledger.domain.posting.Outcome.Refused;
import dev.corridor.ledger.domain.posting.Posting;
import dev.corridor.ledger.domain.posting.PostingRequest;
import dev.corridor.ledger.domain.posting.Transfer;
import dev.corridor.ledger.domain.statement.Entry;
import dev.corridor.ledger.domain.statement.EntryCursor;
import dev.corridor.ledger.domain.statement.EntryFilter;
import dev.corridor.ledger.domain.statement.TrialBalance.CurrencyTotal;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Contract of one journal on a real database. */
abstract class JournalContract extends JournalAtIsolation {
    JournalContract(String isolation) {
        super(isolation);
    }

    @Test
    void a_posting_moves_money_and_is_stored() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var posting = posting(transfer(ada, blaise, 30_00));

        var posted = (Posted) books.post(posting);

        assertThat(books.balanceMinor(ada)).isEqualTo(70_00);
        assertThat(books.balanceMinor(blaise)).isEqualTo(30_00);
        assertThat(books.run(() -> books.postings.find(posting.id()))).contains(posted);
    }

    @Test
    void a_posting_that_depends_on_one_in_flight_is_decided_after_it() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var chen = books.wallet(USD, 0);

        for (int i = 0; i < 20; i++) {
            var leg = new Leg(ada.id(), blaise.id(), new Money(1_00, USD), "hold", Balancing.NONE);
            var pending = new Transfer.Pending(UUID.randomUUID(), leg, Optional.empty());
            var post = new Transfer.Post(UUID.randomUUID(), pending.id(), Optional.empty());

            var held = books.start(() -> books.journal.post(request(posting(pending))));
            var captured = books.start(() -> books.journal.post(request(posting(post))));
            var spent = books.start(() -> books.journal.post(request(posting(transfer(blaise, chen, 1_00)))));

            assertThat(List.of(held.await(), captured.await(), spent.await())).hasOnlyElementsOfType(Posted.class);
        }
        assertThat(books.balanceMinor(chen)).isEqualTo(20_00);
    }

    @Test
    void nothing_is_posted_after_the_callers_deadline() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var posting = posting(transfer(ada, blaise, 30_00));

        try (var hurried = books.otherProcess()) {
            var late = hurried.start(() -> {
                Deadline.begin(Duration.ZERO);
                return hurried.journal.post(request(posting));
            });
            assertThatThrownBy(() -> late.await())
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                            .isEqualTo(StandardError.DEADLINE_EXCEEDED));
        }
        assertThat(books.run(() -> books.postings.find(posting.id()))).isEmpty();
        assertThat(books.balanceMinor(ada)).isEqualTo(100_00);
    }

    @Test
    void a_repeat_is_replayed_by_any_process() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var posting = posting(transfer(ada, blaise, 30_00));
        var first = (Posted) books.post(posting);

        try (var otherProcess = books.otherProcess()) {
            var second = (Posted) otherProcess.post(posting);

            assertThat(second.replayed()).isTrue();
            assertThat(second.posting()).isEqualTo(first.posting());
        }
        assertThat(books.balanceMinor(ada)).isEqualTo(70_00);
    }

    @Test
    void the_same_id_with_other_content_is_a_conflict() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var posting = posting(transfer(ada, blaise, 30_00));
        books.post(posting);

        var other = Posting.of(posting.id(), "other", List.of(transfer(ada, blaise, 1_00)));
        assertThat(reasonOf(books.post(other))).isEqualTo(LedgerError.DUPLICATE_CONFLICT);

        var sameTransfer = Posting.of(UUID.randomUUID(), "test", posting.transfers());
        assertThat(reasonOf(books.post(sameTransfer))).isEqualTo(LedgerError.DUPLICATE_CONFLICT);
    }

    @Test
    void a_refused_posting_does_not_affect_others_of_its_batch() {
        var ada = books.wallet(USD, 10_00);
        var blaise = books.wallet(USD, 0);
        var first = posting(transfer(ada, blaise, 6_00));
        var tooMuch = posting(transfer(ada, blaise, 1_00), transfer(ada, blaise, 6_00));
        var last = posting(transfer(ada, blaise, 4_00));

        var outcomes = books.postAll(List.of(first, tooMuch, last));

        assertThat(outcomes.get(0)).isInstanceOf(Posted.class);
        assertThat(outcomes.get(1)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(LedgerError.INSUFFICIENT_FUNDS);
            assertThat(refused.refusal().transferIndex()).isEqualTo(1);
        });
        assertThat(outcomes.get(2)).isInstanceOf(Posted.class);
        assertThat(books.balanceMinor(ada)).isZero();
        assertThat(books.run(() -> books.postings.find(tooMuch.id()))).contains(outcomes.get(1));
    }

    @Test
    void an_account_that_does_not_exist_is_a_refusal() {
        var ada = books.wallet(USD, 10_00);
        var spec = new AccountSpec("unknown", "wallet", USD, AccountKind.LIABILITY, Limit.NO_OVERDRAFT);
        var unknown = Account.open(UUID.randomUUID(), spec, Instant.EPOCH);

        assertThat(reasonOf(books.post(posting(transfer(ada, unknown, 1))))).isEqualTo(LedgerError.ACCOUNT_NOT_FOUND);
    }

    @Test
    void entries_are_listed_newest_first_with_the_balance_after_each() {
        var ada = books.wallet(USD, 10_00);
        var blaise = books.wallet(USD, 0);
        books.postAll(payments(4, ada, blaise, 1_00));
        books.post(posting(transfer(blaise, ada, 2_00)));

        var newest = books.run(() -> books.entries.page(ada.id(), EntryFilter.ALL, EntryCursor.NEWEST, 4))
                .items();
        var oldest = books.run(() -> books.entries.page(ada.id(), EntryFilter.ALL, EntryCursor.of(newest.get(3)), 4))
                .items();

        assertThat(newest).extracting(Entry::version).containsExactly(6L, 5L, 4L, 3L);
        assertThat(newest)
                .extracting(entry -> entry.balanceAfter().amount())
                .containsExactly("8.00", "6.00", "7.00", "8.00");
        assertThat(oldest).extracting(Entry::version).containsExactly(2L, 1L);
        assertThat(newest)
                .allSatisfy(entry -> assertThat(entry.counterAccountId()).isEqualTo(blaise.id()));
    }

    @Test
    void the_trial_balance_is_zero_in_every_currency() {
        var ada = books.wallet(USD, 100_00);
        var chen = books.wallet(EUR, 50_00);
        books.post(posting(transfer(ada, books.bank(USD), 40_00), transfer(chen, books.bank(EUR), 20_00)));

        var balance = books.run(books.trialBalances::now);

        assertThat(balance.totals()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(balance.totals())
                .allSatisfy(total -> assertThat(total.difference()).isZero())
                .extracting(CurrencyTotal::debits)
                .allSatisfy(debits -> assertThat(debits).isPositive());
    }

    @Test
    void the_correlation_id_is_stored_and_published() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var posting = posting(transfer(ada, blaise, 1_00), transfer(ada, blaise, 2_00));

        books.run(() -> books.journal.post(PostingRequest.of(posting, "request-of-ada", false)));

        assertThat(books.run(() -> books.entries.page(blaise.id(), EntryFilter.ALL, EntryCursor.NEWEST, 2))
                        .items())
                .extracting(Entry::correlationId)
                .containsOnly("request-of-ada");
        assertThat(books.journalBatches().stream()
                        .flatMap(batch -> batch.postings().stream())
                        .filter(each -> each.id().equals(posting.id())))
                .singleElement()
                .satisfies(published -> assertThat(published.correlationId()).isEqualTo("request-of-ada"));
    }

    @Test
    void a_full_queue_rejects_a_posting_at_once() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        try (var narrow = books.otherProcess(new JournalLimits(10, 1, 3, 1_000, Duration.ofSeconds(5)))) {
            var all = payments(4, ada, blaise, 1_00);
            var futures = new ArrayList<Future<Outcome>>();
            narrow.run(() -> {
                all.forEach(posting -> futures.add(narrow.journal.post(TestBooks.request(posting))));
                assertThat(futures.get(3).failed()).isTrue();
                return Future.join(futures).otherwiseEmpty();
            });

            assertThat(futures.subList(0, 3))
                    .allSatisfy(future -> assertThat(future.result()).isInstanceOf(Posted.class));
            assertThat(futures.get(3).cause())
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.is(StandardError.UNAVAILABLE))
                            .isTrue());
        }
        assertThat(books.balanceMinor(ada)).isEqualTo(97_00);
    }

    @Test
    void the_outcome_of_a_batch_that_timed_out_is_known_from_a_repeat() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var posting = posting(transfer(ada, blaise, 1_00));
        try (var hasty = books.otherProcess(new JournalLimits(10, 1, 10, 1_000, Duration.ofMillis(100)))) {
            books.run(() -> books.database.transaction(connection -> books.accounts
                    .lock(connection, List.of(ada.id()))
                    .compose(locked -> hasty.start(() -> hasty.journal.post(TestBooks.request(posting)))
                            .transform(future -> {
                                assertThat(future.cause()).isInstanceOf(Problem.class);
                                return Future.succeededFuture();
                            }))));
        }

        assertThat(books.post(posting)).isInstanceOf(Posted.class);
        assertThat(books.balanceMinor(ada)).isEqualTo(99_00);
    }

    @Test
    void postings_fail_when_the_database_is_closed() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var otherProcess = books.otherProcess();
        otherProcess.run(() -> otherProcess.database.close());

        assertThatThrownBy(() -> otherProcess.post(posting(transfer(ada, blaise, 1_00))))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.is(StandardError.UNAVAILABLE))
                        .isTrue());
        otherProcess.close();
    }

    @Test
    void opening_an_account_twice_returns_the_same_one() {
        var wallet = new NewAccount(
                new AccountSpec("twice", "wallet", USD, AccountKind.LIABILITY, Limit.NO_OVERDRAFT), Metadata.NONE);
        var fees = new NewAccount(new AccountSpec("twice", "fees", USD, AccountKind.INCOME, Limit.NONE), Metadata.NONE);

        var first = books.run(() -> books.accounts.open(List.of(wallet)));
        var second = books.run(() -> books.accounts.open(List.of(fees, wallet, wallet)));

        assertThat(second)
                .extracting(AccountProfile::account)
                .extracting(Account::spec)
                .containsExactly(fees.spec(), wallet.spec(), wallet.spec());
        assertThat(second.get(1)).isEqualTo(first.get(0));
        assertThat(books.run(() -> books.accounts.ofOwner("twice"))).containsExactly(second.get(0), second.get(1));
    }

    @Test
    void an_account_cannot_be_opened_again_with_another_limit() {
        books.open("strict", "wallet", USD, AccountKind.LIABILITY, Limit.NO_OVERDRAFT);

        assertThatThrownBy(() -> books.open("strict", "wallet", USD, AccountKind.LIABILITY, Limit.NONE))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.is(LedgerError.ACCOUNT_CONFLICT))
                        .isTrue());
    }
}
