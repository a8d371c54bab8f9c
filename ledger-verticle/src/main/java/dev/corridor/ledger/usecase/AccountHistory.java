package dev.corridor.ledger.usecase;

import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.request.QueryCursor;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.kit.value.Period;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.statement.Entry;
import dev.corridor.ledger.domain.statement.EntryCursor;
import dev.corridor.ledger.domain.statement.EntryFilter;
import dev.corridor.ledger.domain.statement.Page;
import dev.corridor.ledger.domain.statement.Statement;
import dev.corridor.ledger.store.Entries;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;

/** Entries, statements and past balances of the accounts that a caller may read. */
public final class AccountHistory {
    private final AccountReader accounts;
    private final Entries entries;

    public AccountHistory(AccountReader accounts, Entries entries) {
        this.accounts = accounts;
        this.entries = entries;
    }

    /**
     * @param filter makes the filter, given the account's currency
     * @param cursor cursor of the previous page; "" for the first page
     */
    public Future<Page<Entry>> entries(
            Caller caller, UUID accountId, Function<Currency, EntryFilter> filter, String cursor, int limit) {
        return accounts.account(caller, accountId)
                .map(profile -> filter.apply(profile.account().currency()))
                .compose(wanted -> {
                    var query = QueryCursor.of("entries", accountId, wanted);
                    var before = EntryCursor.parse(query.position(cursor, LedgerError.CURSOR_INVALID));
                    return entries.page(accountId, wanted, before, limit).map(page -> page.boundTo(query));
                });
    }

    /**
     * Makes a statement of a period, which begins when the account was opened if {@code from} is earlier.
     *
     * @param after cursor of the previous page; null for the first page
     * @throws dev.corridor.kit.error.Problem invalid_request if the period ends before it begins
     */
    public Future<Statement> statement(
            Caller caller, UUID accountId, Instant from, Instant to, EntryCursor after, int limit) {
        Period.require(from, to, StandardError.INVALID_REQUEST);
        return accounts.account(caller, accountId).compose(profile -> {
            var openedAt = profile.account().openedAt();
            var begin = from.isBefore(openedAt) ? openedAt : from;
            var start = after == null ? EntryCursor.before(begin) : after;
            return Future.all(entries.balanceAt(accountId, start), entries.following(accountId, start, to, limit + 1))
                    .map(both -> Statement.of(profile, begin, to, both.resultAt(0), both.resultAt(1), limit));
        });
    }

    /** @param effective true: sums transfers by effective time; false: by booking time */
    public Future<Money> balance(Caller caller, UUID accountId, Instant asOf, boolean effective) {
        return accounts.account(caller, accountId).compose(profile -> {
            var account = profile.account();
            boolean creditNormal = account.spec().kind().normalSide() == Direction.CREDIT;
            return entries.balanceAt(accountId, EntryCursor.until(asOf))
                    .compose(booked -> effective
                            ? entries.effectiveBalance(accountId, asOf, booked, creditNormal)
                            : Future.succeededFuture(booked))
                    .map(minor -> new Money(minor, account.currency()));
        });
    }
}
