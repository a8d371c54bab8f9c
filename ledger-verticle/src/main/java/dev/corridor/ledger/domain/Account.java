package dev.corridor.ledger.domain;

import dev.corridor.kit.money.Money;
import java.time.Instant;
import java.util.Currency;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * An account as of one moment.
 *
 * @param balanceMinor on the account's normal side, in minor units of its currency
 * @param version how many transfers have touched it
 * @param lastBookedAt when the newest of them was booked; when there is none, the moment it was opened
 */
public record Account(
        UUID id, AccountSpec spec, long balanceMinor, long version, Instant openedAt, Instant lastBookedAt) {

    public Account {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(openedAt, "openedAt");
        Objects.requireNonNull(lastBookedAt, "lastBookedAt");
        if (!spec.limit().allows(balanceMinor)) {
            throw new IllegalStateException("account " + id + " is below its limit: " + balanceMinor);
        }
    }

    /** A new account, with nothing in it. */
    public static Account open(UUID id, AccountSpec spec, Instant openedAt) {
        return new Account(id, spec, 0, 0, openedAt, openedAt);
    }

    public String owner() {
        return spec.owner();
    }

    public Currency currency() {
        return spec.currency();
    }

    public Money balance() {
        return new Money(balanceMinor, currency());
    }

    /** What an entry would make of the balance; empty when a long can't hold that. */
    OptionalLong balanceAfter(Direction side, long amountMinor) {
        var change = signed(side, amountMinor);
        var after = balanceMinor + change;
        var overflows = ((balanceMinor ^ after) & (change ^ after)) < 0;
        return overflows ? OptionalLong.empty() : OptionalLong.of(after);
    }

    /** An amount as this account feels it: positive on its normal side, negative on the other. */
    long signed(Direction side, long amountMinor) {
        return side == spec.kind().normalSide() ? amountMinor : -amountMinor;
    }

    Account withEntry(long newBalanceMinor, Instant bookedAt) {
        return new Account(id, spec, newBalanceMinor, version + 1, openedAt, bookedAt);
    }
}
