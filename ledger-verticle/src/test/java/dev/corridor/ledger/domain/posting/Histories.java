package dev.corridor.ledger.domain.posting;

import static dev.corridor.ledger.domain.posting.Samples.EUR;
import static dev.corridor.ledger.domain.posting.Samples.USD;
import static dev.corridor.ledger.domain.posting.Samples.id;

import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.account.Account;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Random postings of every kind. They use few accounts, ids and amounts, so that conflicts, replays, empty wallets and
 * holds that end twice are common.
 */
public final class Histories {
    private static final int OTHER_IDS = 60;
    /** Few, so that holds end and transfers are reversed in most histories. */
    private static final int REFERRED_IDS = 4;

    private final List<UUID> accounts;
    private final List<UUID> inUsd;
    private final List<UUID> inEur;

    private Histories(List<Account> opened, UUID unknownId) {
        this.inUsd = idsIn(opened, USD);
        this.inEur = idsIn(opened, EUR);
        this.accounts = Stream.concat(opened.stream().map(Account::id), Stream.of(unknownId))
                .toList();
    }

    /** @param unknownId an id without an account */
    public static Arbitrary<Posting> postings(List<Account> opened, UUID unknownId) {
        var histories = new Histories(opened, unknownId);
        var ids = Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.integers().between(10, 10_000)),
                        Tuple.of(1, Arbitraries.integers().between(1, 9)))
                .map(number -> id("posting" + number));
        var references = Arbitraries.of("rent", "lunch");
        return Combinators.combine(
                        ids,
                        references,
                        histories.transfers().list().ofMinSize(1).ofMaxSize(3))
                .as(Posting::of);
    }

    private Arbitrary<Transfer> transfers() {
        var legs = Arbitraries.frequencyOf(Tuple.of(5, legs(USD, inUsd)), Tuple.of(1, legs(EUR, inEur)));
        Arbitrary<Transfer> direct = Combinators.combine(mostly("direct"), legs).as(Transfer.Direct::new);
        Arbitrary<Transfer> pending = Combinators.combine(
                        mostly("pending"),
                        legs,
                        Arbitraries.integers()
                                .between(1, 3)
                                .map(Duration::ofSeconds)
                                .optional())
                .as(Transfer.Pending::new);
        Arbitrary<Transfer> post =
                Combinators.combine(otherIds(), mostly("pending"), parts()).as(Transfer.Post::new);
        Arbitrary<Transfer> release = Combinators.combine(otherIds(), mostly("pending"), Arbitraries.of(true, false))
                .as(Transfer.Release::new);
        var reversed = Arbitraries.frequencyOf(Tuple.of(3, mostly("direct")), Tuple.of(1, mostly("pending")));
        Arbitrary<Transfer> reversal = Combinators.combine(otherIds(), reversed).as(Transfer.Reversal::new);
        return Arbitraries.frequencyOf(
                Tuple.of(5, direct),
                Tuple.of(4, pending),
                Tuple.of(4, post),
                Tuple.of(2, release),
                Tuple.of(3, reversal));
    }

    /** Ids of one kind that other transfers refer to, and now and then any id. */
    private static Arbitrary<UUID> mostly(String kind) {
        var referred = Arbitraries.integers().between(1, REFERRED_IDS).map(number -> id(kind + number));
        return Arbitraries.frequencyOf(Tuple.of(5, referred), Tuple.of(1, otherIds()));
    }

    private static Arbitrary<UUID> otherIds() {
        return Arbitraries.integers().between(1, OTHER_IDS).map(number -> id("transfer" + number));
    }

    private Arbitrary<Leg> legs(Currency currency, List<UUID> fitting) {
        var balancing = Arbitraries.frequency(
                Tuple.of(8, Balancing.NONE), Tuple.of(1, Balancing.DEBIT), Tuple.of(1, Balancing.CREDIT));
        return Combinators.combine(accountIds(fitting), accountIds(fitting), amounts(), balancing)
                .as((debit, credit, amountMinor, kind) ->
                        new Leg(debit, credit, new Money(amountMinor, currency), "payment", kind));
    }

    private static Arbitrary<Optional<Money>> parts() {
        return Combinators.combine(amounts(), Arbitraries.frequency(Tuple.of(9, USD), Tuple.of(1, EUR)))
                .as(Money::new)
                .optional(0.5);
    }

    private Arbitrary<UUID> accountIds(List<UUID> fitting) {
        return Arbitraries.frequencyOf(Tuple.of(20, Arbitraries.of(fitting)), Tuple.of(1, Arbitraries.of(accounts)));
    }

    private static Arbitrary<Long> amounts() {
        return Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.longs().between(1, 100)),
                Tuple.of(1, Arbitraries.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE)));
    }

    private static List<UUID> idsIn(List<Account> opened, Currency currency) {
        return opened.stream()
                .filter(account -> account.currency().equals(currency))
                .map(Account::id)
                .toList();
    }
}
