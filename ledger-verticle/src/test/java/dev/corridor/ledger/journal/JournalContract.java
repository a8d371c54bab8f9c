package dev.corridor.ledger.journal;

import static dev.corridor.ledger.journal.TestBooks.EUR;
import static dev.corridor.ledger.journal.TestBooks.USD;
import static dev.corridor.ledger.journal.TestBooks.countPosted;
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
import dev.corridor.ledger.domain.account.AccountChange;
import dev.corridor.ledger.domain.account.AccountKind;
import dev.corridor.ledger.domain.account.AccountProfile;
import dev.corridor.ledger.domain.account.AccountSpec;
import dev.corridor.ledger.domain.account.AccountState;
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
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the journal promises on a real database, whatever the isolation of its transactions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JournalContract {
    private final String isolation;
    private TestBooks books;

    JournalContract(String isolation) {
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

    @Test
    void a_posting_moves_money_and_is_kept() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var posting = posting(transfer(ada, blaise, 30_00));

        var posted = (Posted) books.post(posting);

        assertThat(books.balanceMinor(ada)).isEqualTo(70_00);
        assertThat(books.balanceMinor(blaise)).isEqualTo(30_00);
        assertThat(books.run(() -> books.postings.find(posting.id()))).contains(posted);
    }

    @Test
    void what_follows_from_a_posting_still_under_way_is_decided_after_it() {
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
    void whoever_waits_no_more_is_not_posted_for() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var posting = posting(transfer(ada, blaise, 30_00));

        try (var hurried = books.neighbour()) {
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
    void a_repeat_answers_as_before_from_any_process() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var posting = posting(transfer(ada, blaise, 30_00));
        var first = (Posted) books.post(posting);

        try (var neighbour = books.neighbour()) {
            var second = (Posted) neighbour.post(posting);

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
    void a_refused_posting_leaves_its_neighbours_alone() {
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
    void an_account_that_does_not_exist_refuses() {
        var ada = books.wallet(USD, 10_00);
        var spec = new AccountSpec("nobody", "wallet", USD, AccountKind.LIABILITY, Limit.NO_OVERDRAFT);
        var nobody = Account.open(UUID.randomUUID(), spec, Instant.EPOCH);

        assertThat(reasonOf(books.post(posting(transfer(ada, nobody, 1))))).isEqualTo(LedgerError.ACCOUNT_NOT_FOUND);
    }

    @Test
    void money_is_never_spent_twice_by_callers_of_two_processes() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);

        try (var neighbour = books.neighbour()) {
            var here = books.startAll(payments(150, ada, blaise, 1_00));
            var there = neighbour.startAll(payments(150, ada, blaise, 1_00));
            var outcomes = new ArrayList<>(here.await());
            outcomes.addAll(there.await());

            assertThat(countPosted(outcomes)).isEqualTo(100);
        }
        assertThat(books.balanceMinor(ada)).isZero();
        assertThat(books.balanceMinor(blaise)).isEqualTo(100_00);
    }

    @Test
    void what_another_process_has_spent_or_received_since_is_noticed() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        untilNothingSurprises(ada, blaise);

        try (var neighbour = books.neighbour()) {
            double before = books.surprises();
            neighbour.post(posting(transfer(ada, blaise, 60_00)));
            assertThat(reasonOf(books.post(posting(transfer(ada, blaise, 21_00)))))
                    .isEqualTo(LedgerError.INSUFFICIENT_FUNDS);
            assertThat(books.surprises()).isEqualTo(before + 1);

            untilNothingSurprises(ada, blaise);
            neighbour.post(posting(transfer(blaise, ada, 80_00)));
            assertThat(books.post(posting(transfer(ada, blaise, 80_00)))).isInstanceOf(Posted.class);
            assertThat(books.surprises()).isEqualTo(before + 2);
        }
        assertThat(books.balanceMinor(ada)).isZero();
        assertThat(books.balanceMinor(blaise)).isEqualTo(100_00);
    }

    @Test
    void an_account_frozen_by_another_process_pays_no_more() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        untilNothingSurprises(ada, blaise);

        try (var neighbour = books.neighbour()) {
            var frozen = new AccountChange(
                    Optional.of(AccountState.FROZEN_DEBIT), Optional.empty(), Optional.empty(), Optional.empty());
            neighbour.run(() -> neighbour.accounts.change(ada.id(), currency -> frozen));
        }

        assertThat(reasonOf(books.post(posting(transfer(ada, blaise, 1_00))))).isEqualTo(LedgerError.ACCOUNT_FROZEN);
    }

    @Test
    void a_repeat_among_new_postings_is_answered_as_before_and_the_others_are_booked() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var first = posting(transfer(ada, blaise, 10_00));
        books.post(first);
        untilNothingSurprises(ada, blaise);

        double before = books.surprises();
        var outcomes = books.postAll(
                List.of(posting(transfer(ada, blaise, 1_00)), first, posting(transfer(ada, blaise, 2_00))));

        assertThat(countPosted(outcomes)).isEqualTo(3);
        assertThat(((Posted) outcomes.get(1)).replayed()).isTrue();
        assertThat(books.surprises()).isEqualTo(before + 1);
    }

    /** As long as it takes for this process to rely on what it knows again; moves 20.00 from one to the other, all told. */
    private void untilNothingSurprises(Account debit, Account credit) {
        payments(20, debit, credit, 1_00).forEach(books::post);
    }

    @Test
    void one_posting_sent_to_two_processes_at_once_is_booked_once() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var all = payments(40, ada, blaise, 1_00);

        try (var neighbour = books.neighbour()) {
            var here = books.startAll(all);
            var there = neighbour.startAll(all);

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

        try (var neighbour = books.neighbour()) {
            for (int round = 0; round < 20; round++) {
                var one = posting(transfer(ada, blaise, 1_00));
                var other = Posting.of(one.id(), "test", List.of(transfer(chen, dora, 1_00)));
                var here = books.startAll(List.of(one));
                var there = neighbour.startAll(List.of(other));

                assertThat(countPosted(here.await()) + countPosted(there.await()))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void entries_come_newest_first_page_by_page_with_the_balance_after_each() {
        var ada = books.wallet(USD, 10_00);
        var blaise = books.wallet(USD, 0);
        books.postAll(payments(4, ada, blaise, 1_00));
        books.post(posting(transfer(blaise, ada, 2_00)));

        var newest = books.run(() -> books.entries.page(ada.id(), EntryFilter.ALL, EntryCursor.NEWEST, 4));
        var oldest = books.run(() -> books.entries.page(ada.id(), EntryFilter.ALL, EntryCursor.of(newest.get(3)), 4));

        assertThat(newest).extracting(Entry::version).containsExactly(6L, 5L, 4L, 3L);
        assertThat(newest)
                .extracting(entry -> entry.balanceAfter().amount())
                .containsExactly("8.00", "6.00", "7.00", "8.00");
        assertThat(oldest).extracting(Entry::version).containsExactly(2L, 1L);
        assertThat(newest)
                .allSatisfy(entry -> assertThat(entry.counterAccountId()).isEqualTo(blaise.id()));
    }

    @Test
    void versions_have_no_gap_however_many_wrote() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        try (var neighbour = books.neighbour()) {
            var here = books.startAll(payments(60, ada, blaise, 1_00));
            var there = neighbour.startAll(payments(60, ada, blaise, 1_00));
            Future.all(here, there).await();
        }

        var entries = books.run(() -> books.entries.page(blaise.id(), EntryFilter.ALL, EntryCursor.NEWEST, 200));

        assertThat(entries)
                .extracting(Entry::version)
                .containsExactlyElementsOf(LongStream.iterate(100, version -> version > 0, version -> version - 1)
                        .boxed()
                        .toList());
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
    void what_was_asked_under_a_correlation_id_is_kept_and_told_under_it() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var posting = posting(transfer(ada, blaise, 1_00), transfer(ada, blaise, 2_00));

        books.run(() -> books.journal.post(PostingRequest.of(posting, "request-of-ada", false)));

        assertThat(books.run(() -> books.entries.page(blaise.id(), EntryFilter.ALL, EntryCursor.NEWEST, 2)))
                .extracting(Entry::correlationId)
                .containsOnly("request-of-ada");
        assertThat(books.told().stream()
                        .flatMap(batch -> batch.postings().stream())
                        .filter(told -> told.id().equals(posting.id())))
                .singleElement()
                .satisfies(told -> assertThat(told.correlationId()).isEqualTo("request-of-ada"));
    }

    @Test
    void a_full_queue_turns_a_posting_away_at_once() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        try (var narrow = books.neighbour(new JournalLimits(10, 1, 3, 1_000, Duration.ofSeconds(5)))) {
            var all = payments(4, ada, blaise, 1_00);
            var answers = new ArrayList<Future<Outcome>>();
            narrow.run(() -> {
                all.forEach(posting -> answers.add(narrow.journal.post(TestBooks.request(posting))));
                assertThat(answers.get(3).failed()).isTrue();
                return Future.join(answers).otherwiseEmpty();
            });

            assertThat(answers.subList(0, 3))
                    .allSatisfy(answer -> assertThat(answer.result()).isInstanceOf(Posted.class));
            assertThat(answers.get(3).cause())
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.is(StandardError.UNAVAILABLE))
                            .isTrue());
        }
        assertThat(books.balanceMinor(ada)).isEqualTo(97_00);
    }

    @Test
    void a_batch_that_waits_too_long_is_not_confirmed_and_a_repeat_tells_what_became_of_it() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var posting = posting(transfer(ada, blaise, 1_00));
        try (var hasty = books.neighbour(new JournalLimits(10, 1, 10, 1_000, Duration.ofMillis(100)))) {
            books.run(() -> books.database.transaction(connection -> books.accounts
                    .lock(connection, List.of(ada.id()), List.of())
                    .compose(locked -> hasty.start(() -> hasty.journal.post(TestBooks.request(posting)))
                            .transform(answer -> {
                                assertThat(answer.cause()).isInstanceOf(Problem.class);
                                return Future.succeededFuture();
                            }))));
        }

        assertThat(books.post(posting)).isInstanceOf(Posted.class);
        assertThat(books.balanceMinor(ada)).isEqualTo(99_00);
    }

    @Test
    void callers_get_an_error_when_the_database_is_gone() {
        var ada = books.wallet(USD, 100_00);
        var blaise = books.wallet(USD, 0);
        var neighbour = books.neighbour();
        neighbour.run(() -> neighbour.database.close());

        assertThatThrownBy(() -> neighbour.post(posting(transfer(ada, blaise, 1_00))))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.is(StandardError.UNAVAILABLE))
                        .isTrue());
        neighbour.close();
    }

    @Test
    void opening_an_account_twice_answers_the_same_one() {
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

    private static LedgerError reasonOf(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).reason();
    }
}
