package dev.corridor.ledger.domain.account;

import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.Exact;
import java.time.Instant;
import java.util.Currency;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * An account as of one moment. All amounts are minor units of its currency.
 *
 * @param revision how many times state, limit or metadata have been set
 * @param balanceMinor what is posted, on the account's normal side
 * @param pendingDebitMinor the sum of the open pending transfers that will debit it
 * @param pendingCreditMinor the sum of the open pending transfers that will credit it
 * @param version how many transfers have touched it, pending ones and their ends included
 * @param lastBookedAt when the newest of them was booked; when there is none, the moment it was opened
 */
public record Account(
        UUID id,
        AccountSpec spec,
        AccountState state,
        long revision,
        long balanceMinor,
        long pendingDebitMinor,
        long pendingCreditMinor,
        long version,
        Instant openedAt,
        Instant lastBookedAt) {

    public Account {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(openedAt, "openedAt");
        Objects.requireNonNull(lastBookedAt, "lastBookedAt");
    }

    /** A new account, with nothing in it. */
    public static Account open(UUID id, AccountSpec spec, Instant openedAt) {
        return new Account(id, spec, AccountState.OPEN, 0, 0, 0, 0, 0, openedAt, openedAt);
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

    public Money pendingDebit() {
        return new Money(pendingDebitMinor, currency());
    }

    public Money pendingCredit() {
        return new Money(pendingCreditMinor, currency());
    }

    /** The balance less what open pending transfers will take from it. */
    public Money available() {
        return new Money(Exact.sum(balanceMinor, -pendingOut()).orElse(Long.MIN_VALUE), currency());
    }

    /** Whether it can be closed: nothing in it, and nothing pending. */
    public boolean isEmpty() {
        return balanceMinor == 0 && pendingDebitMinor == 0 && pendingCreditMinor == 0;
    }

    /** Its next revision. */
    public Account revised(AccountState newState, Limit newLimit) {
        var newSpec = new AccountSpec(spec.owner(), spec.code(), spec.currency(), spec.kind(), newLimit);
        return new Account(
                id,
                newSpec,
                newState,
                revision + 1,
                balanceMinor,
                pendingDebitMinor,
                pendingCreditMinor,
                version,
                openedAt,
                lastBookedAt);
    }

    boolean fits(Limit limit) {
        return limit.allows(available().minorUnits());
    }

    /**
     * The account after one more transfer.
     *
     * @param side the side of it that the transfer is on
     * @param postedMinor what is posted there now
     * @param pendingMinor by how much more, or less, is pending there now
     * @return empty when a long can't hold the figures
     */
    public Optional<Account> after(Direction side, long postedMinor, long pendingMinor, Instant bookedAt) {
        var balance = Exact.sum(balanceMinor, signed(side, postedMinor));
        var debits = Exact.sum(pendingDebitMinor, side == Direction.DEBIT ? pendingMinor : 0);
        var credits = Exact.sum(pendingCreditMinor, side == Direction.CREDIT ? pendingMinor : 0);
        if (balance.isEmpty() || debits.isEmpty() || credits.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Account(
                id,
                spec,
                state,
                revision,
                balance.getAsLong(),
                debits.getAsLong(),
                credits.getAsLong(),
                version + 1,
                openedAt,
                bookedAt));
    }

    /** Whether its available balance can be told, and is within its limit. */
    public boolean isWithinLimit() {
        var available = Exact.sum(balanceMinor, -pendingOut());
        return available.isPresent() && spec.limit().allows(available.getAsLong());
    }

    /** How much could be written on {@code side} until the account is at zero, overdraft and what is to come left aside. */
    public long room(Direction side) {
        long there = -signed(side, balanceMinor);
        long pending = side == Direction.DEBIT ? pendingDebitMinor : pendingCreditMinor;
        return Exact.sum(there, -pending).orElse(0);
    }

    /** An amount as this account feels it: positive on its normal side, negative on the other. */
    public long signed(Direction side, long amountMinor) {
        return side == spec.kind().normalSide() ? amountMinor : -amountMinor;
    }

    private long pendingOut() {
        return spec.kind().normalSide() == Direction.CREDIT ? pendingDebitMinor : pendingCreditMinor;
    }
}
