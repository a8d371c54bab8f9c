package dev.corridor.ledger.domain.posting;

import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountKind;
import dev.corridor.ledger.domain.account.AccountSpec;
import dev.corridor.ledger.domain.account.AccountState;
import dev.corridor.ledger.domain.account.Limit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Builders of accounts, transfers and postings, with ids derived from names. */
public final class Samples {
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    public static final Currency USD = Currency.of("USD");
    public static final Currency EUR = Currency.of("EUR");

    private Samples() {}

    public static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Account of a user, without overdraft. */
    public static Account wallet(String owner, Currency currency, long balanceMinor) {
        return account(owner, "wallet", currency, AccountKind.LIABILITY, Limit.NO_OVERDRAFT, balanceMinor);
    }

    /** Account of the house at its bank, without limit. */
    public static Account bank(Currency currency) {
        return account("house", "bank_clearing", currency, AccountKind.ASSET, Limit.NONE, 0);
    }

    public static Account account(
            String owner, String code, Currency currency, AccountKind kind, Limit limit, long balanceMinor) {
        var spec = new AccountSpec(owner, code, currency, kind, limit);
        return new Account(id(owner + code + currency), spec, AccountState.OPEN, 0, balanceMinor, 0, 0, 0, NOON, NOON);
    }

    public static Transfer transfer(String name, Account debit, Account credit, long amountMinor) {
        return transfer(name, debit, credit, amountMinor, debit.currency());
    }

    public static Transfer transfer(String name, Account debit, Account credit, long amountMinor, Currency currency) {
        return Transfer.direct(id(name), debit.id(), credit.id(), new Money(amountMinor, currency), "payment");
    }

    public static Transfer pending(String name, Account debit, Account credit, long amountMinor) {
        return new Transfer.Pending(id(name), leg(debit, credit, amountMinor, Balancing.NONE), Optional.empty());
    }

    public static Transfer pending(String name, Account debit, Account credit, long amountMinor, Duration timeout) {
        return new Transfer.Pending(id(name), leg(debit, credit, amountMinor, Balancing.NONE), Optional.of(timeout));
    }

    public static Transfer post(String name, String pending) {
        return new Transfer.Post(id(name), id(pending), Optional.empty());
    }

    public static Transfer postPart(String name, String pending, long amountMinor, Currency currency) {
        return new Transfer.Post(id(name), id(pending), Optional.of(new Money(amountMinor, currency)));
    }

    public static Transfer release(String name, String pending) {
        return new Transfer.Release(id(name), id(pending), false);
    }

    public static Transfer expire(String name, String pending) {
        return new Transfer.Release(id(name), id(pending), true);
    }

    public static Transfer reversal(String name, String transfer) {
        return new Transfer.Reversal(id(name), id(transfer));
    }

    /** Balancing transfer of at most that amount. */
    public static Transfer balancing(
            String name, Account debit, Account credit, long amountMinor, Balancing balancing) {
        return new Transfer.Direct(id(name), leg(debit, credit, amountMinor, balancing));
    }

    private static Leg leg(Account debit, Account credit, long amountMinor, Balancing balancing) {
        return new Leg(debit.id(), credit.id(), new Money(amountMinor, debit.currency()), "payment", balancing);
    }

    public static Posting posting(String name, Transfer... transfers) {
        return Posting.of(id(name), name, Arrays.asList(transfers));
    }

    public static Posting posting(String name, List<Transfer> transfers) {
        return Posting.of(id(name), name, transfers);
    }
}
