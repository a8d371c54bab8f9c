package dev.corridor.ledger.domain.posting;

import static dev.corridor.ledger.domain.posting.Samples.EUR;
import static dev.corridor.ledger.domain.posting.Samples.NOON;
import static dev.corridor.ledger.domain.posting.Samples.USD;
import static dev.corridor.ledger.domain.posting.Samples.account;
import static dev.corridor.ledger.domain.posting.Samples.bank;
import static dev.corridor.ledger.domain.posting.Samples.id;
import static dev.corridor.ledger.domain.posting.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountKind;
import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.account.Limit;
import dev.corridor.ledger.domain.posting.Outcome.Refused;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/**
 * Compares random histories of batches with a reference implementation: outcomes, balances and pending sums are the
 * same, and every currency sums to zero. On a difference jqwik shrinks the history to the shortest that shows it.
 */
class ModelTest {
    static final List<Account> OPENED = List.of(
            bank(USD),
            bank(EUR),
            wallet("ada", USD, 0),
            wallet("blaise", USD, 0),
            wallet("ada", EUR, 0),
            account("chen", "wallet", USD, AccountKind.LIABILITY, Limit.overdraft(50), 0),
            account("house", "stock", USD, AccountKind.ASSET, Limit.NO_OVERDRAFT, 0));

    private static final int MIN_TIMES = 10;
    private static final List<String> REFUSALS = List.of(
            "account_not_found",
            "already_reversed",
            "amount_invalid",
            "currency_mismatch",
            "duplicate_conflict",
            "insufficient_funds",
            "not_reversible",
            "overflow",
            "pending_already_posted",
            "pending_already_voided",
            "pending_expired",
            "pending_not_due",
            "pending_not_found",
            "same_account",
            "transfer_not_found");

    /** Without money most transfers would be refused. */
    private static final Posting FUNDING = Posting.of(
            id("funding"),
            "funding",
            List.of(
                    direct("funding1", bank(USD), wallet("ada", USD, 0)),
                    direct("funding2", bank(USD), wallet("blaise", USD, 0))));

    @Property(tries = 3_000)
    void the_ledger_agrees_with_the_reference(@ForAll("histories") List<List<Posting>> batches) {
        var books = new MemoryLedger(OPENED.toArray(Account[]::new));
        var reference = new ReferenceLedger(OPENED);
        var now = NOON;
        books.post(FUNDING, now);
        reference.post(FUNDING, now);
        for (var batch : batches) {
            var at = now;
            var expected =
                    batch.stream().map(posting -> reference.post(posting, at)).toList();

            var answers = books.post(batch, now).stream().map(ModelTest::answer).toList();

            assertThat(answers).isEqualTo(expected);
            assertSame(books, reference);
            count(batch, answers);
            now = now.plusSeconds(1);
        }
        requireCoverage();
    }

    private static void count(List<Posting> batch, List<String> answers) {
        for (int i = 0; i < batch.size(); i++) {
            if (answers.get(i).equals("posted")) {
                batch.get(i).transfers().forEach(transfer -> Statistics.label("posted")
                        .collect(transfer.getClass().getSimpleName()));
            } else {
                Statistics.label("refused").collect(answers.get(i).split(" ")[0]);
            }
        }
    }

    /** A history that never reaches a kind of transfer or a refusal proves nothing about it. */
    private static void requireCoverage() {
        Statistics.label("posted").coverage(posted -> {
            for (var kind : List.of("Direct", "Pending", "Post", "Release", "Reversal")) {
                posted.check(kind).count(times -> times >= MIN_TIMES);
            }
        });
        Statistics.label("refused").coverage(refused -> {
            for (var reason : REFUSALS) {
                refused.check(reason).count(times -> times >= MIN_TIMES);
            }
        });
    }

    private static Transfer direct(String id, Account debit, Account credit) {
        return new Transfer.Direct(
                id(id), new Leg(debit.id(), credit.id(), new Money(500, USD), "funding", Balancing.NONE));
    }

    private static String answer(Outcome outcome) {
        return outcome instanceof Refused refused
                ? refused.reason().code() + " " + refused.refusal().transferIndex()
                : "posted";
    }

    private static void assertSame(MemoryLedger books, ReferenceLedger reference) {
        var sums = new HashMap<String, BigInteger>();
        for (var expected : reference.sums()) {
            var account = books.account(expected.account.id());
            assertThat(BigInteger.valueOf(account.balanceMinor())).isEqualTo(expected.balance());
            assertThat(BigInteger.valueOf(account.pendingDebitMinor())).isEqualTo(expected.debitsPending);
            assertThat(BigInteger.valueOf(account.pendingCreditMinor())).isEqualTo(expected.creditsPending);
            sums.merge(
                    account.currency().code(),
                    BigInteger.valueOf(account.signed(Direction.CREDIT, account.balanceMinor())),
                    BigInteger::add);
        }
        assertThat(sums.values()).containsOnly(BigInteger.ZERO);
    }

    @Provide
    Arbitrary<List<List<Posting>>> histories() {
        return Histories.postings(OPENED, id("nobody"))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .list()
                .ofMaxSize(8);
    }
}
