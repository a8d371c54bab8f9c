package dev.corridor.ledger.domain.posting;

import static dev.corridor.ledger.domain.posting.Samples.EUR;
import static dev.corridor.ledger.domain.posting.Samples.NOON;
import static dev.corridor.ledger.domain.posting.Samples.USD;
import static dev.corridor.ledger.domain.posting.Samples.bank;
import static dev.corridor.ledger.domain.posting.Samples.id;
import static dev.corridor.ledger.domain.posting.Samples.wallet;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.reducing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.posting.Outcome.Posted;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Invariants of every sequence of batches, with valid and invalid postings. */
class BooksPropertyTest {
    private static final List<Account> OPENED = List.of(
            bank(USD),
            bank(EUR),
            wallet("ada", USD, 0),
            wallet("blaise", USD, 0),
            wallet("ada", EUR, 0),
            wallet("blaise", EUR, 0));

    @Property
    void every_currency_sums_to_zero(@ForAll("batches") List<List<Posting>> batches) {
        var ledger = newLedger();
        batches.forEach(batch -> ledger.post(batch, NOON));

        var sums = ledger.accounts().stream()
                .collect(groupingBy(
                        Account::currency, reducing(BigInteger.ZERO, BooksPropertyTest::creditMinor, BigInteger::add)));
        assertThat(sums.values()).containsOnly(BigInteger.ZERO);
    }

    @Property
    void no_account_is_ever_below_its_limit(@ForAll("batches") List<List<Posting>> batches) {
        var ledger = newLedger();
        batches.forEach(batch -> ledger.post(batch, NOON));

        for (var booked : ledger.transfers()) {
            for (var after : List.of(booked.debit(), booked.credit())) {
                var limit = ledger.account(after.accountId()).spec().limit();
                assertThat(limit.allows(after.balance().minorUnits())).isTrue();
            }
        }
    }

    @Property
    void versions_count_an_accounts_transfers_and_the_last_one_carries_its_balance(
            @ForAll("batches") List<List<Posting>> batches) {
        var ledger = newLedger();
        batches.forEach(batch -> ledger.post(batch, NOON));

        var last = new HashMap<UUID, BalanceAfter>();
        for (var booked : ledger.transfers()) {
            for (var after : List.of(booked.debit(), booked.credit())) {
                var before = last.put(after.accountId(), after);
                assertThat(after.version()).isEqualTo(before == null ? 1 : before.version() + 1);
            }
        }
        last.values().forEach(after -> assertThat(BalanceAfter.of(ledger.account(after.accountId())))
                .isEqualTo(after));
    }

    @Property
    void a_refused_posting_has_no_effect_on_others_of_its_batch(@ForAll("batches") List<List<Posting>> batches) {
        var ledger = newLedger();
        var withoutRefused = newLedger();
        for (var batch : batches) {
            var outcomes = ledger.post(batch, NOON);
            var others = new ArrayList<Posting>();
            for (int i = 0; i < batch.size(); i++) {
                if (outcomes.get(i) instanceof Posted) {
                    others.add(batch.get(i));
                }
            }

            assertThat(withoutRefused.post(others, NOON)).isEqualTo(posted(outcomes));
        }
    }

    @Property
    void a_batch_has_the_outcomes_of_its_postings_decided_one_by_one(@ForAll("batches") List<List<Posting>> batches) {
        var ledger = newLedger();
        var single = newLedger();
        for (var batch : batches) {
            var oneByOne =
                    batch.stream().map(posting -> single.post(posting, NOON)).toList();

            assertThat(ledger.post(batch, NOON)).isEqualTo(oneByOne);
        }
    }

    @Property
    void a_replay_has_the_stored_outcome_and_moves_nothing(@ForAll("batches") List<List<Posting>> batches) {
        var ledger = newLedger();
        var sent = new HashMap<UUID, Posting>();
        var booked = new ArrayList<Posted>();
        for (var batch : batches) {
            var outcomes = ledger.post(batch, NOON);
            for (int i = 0; i < batch.size(); i++) {
                if (outcomes.get(i) instanceof Posted posted && !posted.replayed()) {
                    sent.put(posted.postingId(), batch.get(i));
                    booked.add(posted);
                }
            }
        }
        var before = List.copyOf(ledger.accounts());
        var again = booked.stream().map(posted -> sent.get(posted.postingId())).toList();

        var repeated = ledger.post(again, NOON.plusSeconds(1));

        assertThat(repeated)
                .isEqualTo(booked.stream()
                        .map(posted -> new Posted(posted.posting(), true))
                        .toList());
        assertThat(ledger.accounts()).containsExactlyElementsOf(before);
    }

    /** Uses few accounts, ids and amounts, so that conflicts, replays and empty wallets are common. */
    @Provide
    Arbitrary<List<List<Posting>>> batches() {
        return postings().list().ofMaxSize(8).list().ofMaxSize(6);
    }

    private static Arbitrary<Posting> postings() {
        var ids = Arbitraries.integers().between(1, 40).map(number -> id("posting" + number));
        var references = Arbitraries.of("rent", "lunch");
        var transfers = Arbitraries.oneOf(transfers(USD), transfers(EUR));
        return Combinators.combine(
                        ids, references, transfers.list().ofMinSize(1).ofMaxSize(3))
                .as(Posting::of);
    }

    private static Arbitrary<Transfer> transfers(Currency currency) {
        var ids = Arbitraries.integers().between(1, 200).map(number -> id("transfer" + number));
        return Combinators.combine(ids, accountIds(currency), accountIds(currency), amounts())
                .as((id, debit, credit, amountMinor) ->
                        Transfer.direct(id, debit, credit, new Money(amountMinor, currency), "payment"));
    }

    /** Returns mostly accounts of that currency. */
    private static Arbitrary<UUID> accountIds(Currency currency) {
        var fitting = OPENED.stream()
                .filter(account -> account.currency().equals(currency))
                .toList();
        return Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.of(fitting).map(Account::id)),
                Tuple.of(1, Arbitraries.of(OPENED).map(Account::id)),
                Tuple.of(1, Arbitraries.just(id("nobody"))));
    }

    private static Arbitrary<Long> amounts() {
        return Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.longs().between(1, 100)),
                Tuple.of(1, Arbitraries.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE)));
    }

    private static MemoryLedger newLedger() {
        return new MemoryLedger(OPENED.toArray(Account[]::new));
    }

    private static List<Outcome> posted(List<Outcome> outcomes) {
        return outcomes.stream().filter(Posted.class::isInstance).toList();
    }

    private static BigInteger creditMinor(Account account) {
        return BigInteger.valueOf(account.signed(Direction.CREDIT, account.balanceMinor()));
    }
}
