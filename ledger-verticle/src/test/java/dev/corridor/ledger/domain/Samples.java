package dev.corridor.ledger.domain;

import dev.corridor.kit.money.Money;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

/** Accounts, transfers and postings for tests, with ids made from the names they are given. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Currency USD = Currency.getInstance("USD");
    static final Currency EUR = Currency.getInstance("EUR");

    private Samples() {}

    static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** A person's account: may not be overdrawn. */
    static Account wallet(String owner, Currency currency, long balanceMinor) {
        return account(owner, "wallet", currency, AccountKind.LIABILITY, LimitPolicy.NO_OVERDRAFT, balanceMinor);
    }

    /** The house's account at its bank: no limit. */
    static Account bank(Currency currency) {
        return account("house", "bank_clearing", currency, AccountKind.ASSET, LimitPolicy.NONE, 0);
    }

    static Account account(
            String owner, String code, Currency currency, AccountKind kind, LimitPolicy limit, long balanceMinor) {
        var spec = new AccountSpec(owner, code, currency, kind, limit);
        return new Account(id(owner + code + currency), spec, balanceMinor, 0, NOON, NOON);
    }

    static Transfer transfer(String name, Account debit, Account credit, long amountMinor) {
        return transfer(name, debit, credit, amountMinor, debit.currency());
    }

    static Transfer transfer(String name, Account debit, Account credit, long amountMinor, Currency currency) {
        return new Transfer(id(name), debit.id(), credit.id(), new Money(amountMinor, currency), "payment");
    }

    static Posting posting(String name, Transfer... transfers) {
        return new Posting(id(name), name, Arrays.asList(transfers));
    }

    static Posting posting(String name, List<Transfer> transfers) {
        return new Posting(id(name), name, transfers);
    }
}
