package dev.corridor.ledger.domain.account;

import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.Exact;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Account as of one moment. Amounts are in minor units of its currency.
 *
 * @param revision number of changes of state, limit or metadata
 * @param balanceMinor posted balance, on the account's normal side
 * @param pendingDebitMinor sum of the open pending transfers that debit it
 * @param pendingCreditMinor sum of the open pending transfers that credit it
 * @param version number of its transfers, pending ones and their ends included
 * @param lastBookedAt booking time of its newest transfer; without transfers, the time it was opened
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

    /** Creates an account without transfers. */
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

    /** Returns the balance less the open pending transfers that will lower it. */
    public Money available() {
        return new Money(Exact.sum(balanceMinor, -pendingOut()).orElse(Long.MIN_VALUE), currency());
    }

    /** Whether it can be closed: its balance is zero and it has no open pending transfers. */
    public boolean isEmpty() {
        return balanceMinor == 0 && pendingDebitMinor == 0 && pendingCreditMinor == 0;
    }

    /** Returns the account with new attributes and the next revision. */
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
     * Returns the account after one more transfer.
     *
     * @param side the side on which the transfer writes
     * @param postedMinor amount posted on that side
     * @param pendingMinor change of the pending amount on that side
     * @return empty on overflow
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

    /** Whether its available balance does not overflow and is within its limit. */
    public boolean isWithinLimit() {
        var available = Exact.sum(balanceMinor, -pendingOut());
        return available.isPresent() && spec.limit().allows(available.getAsLong());
    }

    /**
     * Returns the amount that can be written on {@code side} until the account is at zero, without overdraft and
     * pending money of the other side.
     */
    public long room(Direction side) {
        long toZero = -signed(side, balanceMinor);
        long pending = side == Direction.DEBIT ? pendingDebitMinor : pendingCreditMinor;
        return Exact.sum(toZero, -pending).orElse(0);
    }

    /** Returns the change of the balance by an amount: positive on the normal side, negative on the other. */
    public long signed(Direction side, long amountMinor) {
        return side == spec.kind().normalSide() ? amountMinor : -amountMinor;
    }

    private long pendingOut() {
        return spec.kind().normalSide() == Direction.CREDIT ? pendingDebitMinor : pendingCreditMinor;
    }
}
