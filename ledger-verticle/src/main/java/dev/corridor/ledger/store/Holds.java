package dev.corridor.ledger.store;

import static dev.corridor.kit.sql.SqlTime.utc;

import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.TimeCursor;
import dev.corridor.ledger.domain.account.AccountHolds;
import dev.corridor.ledger.domain.account.ExpiredHold;
import dev.corridor.ledger.domain.account.OpenHold;
import dev.corridor.ledger.domain.posting.BookedPosting;
import dev.corridor.ledger.domain.statement.Page;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Table hold: the pending transfers that are open. The journal inserts into it with the transfers. */
public final class Holds {
    private static final int MAX_COUNTED = 1_000_000;

    private final Database database;

    public Holds(Database database) {
        this.database = database;
    }

    /** Returns an account and its open holds, oldest first, as of the same moment; at most {@code limit} holds. */
    public Future<Optional<AccountHolds>> ofAccount(UUID accountId, int limit) {
        return database.execute(
                        """
                        select account.id, account.owner, account.code, account.currency, kind, limit_policy, overdraft_minor,
                               state, revision, balance_minor, pending_debit_minor, pending_credit_minor, version, opened_at,
                               last_booked_at, metadata,
                               hold.pending_id, hold.debit_account_id, hold.credit_account_id, hold.amount_minor,
                               hold.code as hold_code, hold.booked_at, hold.expires_at
                        from account
                        left join (
                          select * from hold where debit_account_id = $1
                          union all
                          select * from hold where credit_account_id = $1
                        ) as hold on true
                        where account.id = $1
                        order by hold.booked_at, hold.pending_id
                        limit $2
                        """,
                        Tuple.of(accountId, limit))
                .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(accountHolds(rows)));
    }

    /** Returns the ids of pending transfers that have expired by {@code now}, earliest expiry first. */
    public Future<List<UUID>> due(Instant now, int limit) {
        return database.execute(
                        "select pending_id from hold where expires_at <= $1 order by expires_at limit $2",
                        Tuple.of(utc(now), limit))
                .map(rows -> RowMapping.stream(rows)
                        .map(row -> row.getUUID("pending_id"))
                        .toList());
    }

    /** Counts the pending transfers that have expired by {@code now}, up to {@value #MAX_COUNTED}. */
    public Future<Long> countDue(Instant now) {
        return database.execute(
                        "select count(*) as due from (select 1 from hold where expires_at <= $1 limit $2) bounded",
                        Tuple.of(utc(now), MAX_COUNTED))
                .map(rows -> rows.iterator().next().getLong("due"));
    }

    /** Lists pending transfers that the ledger has released after their expiry, newest first. */
    public Future<Page<ExpiredHold>> expired(TimeCursor before, int limit) {
        return database.execute(
                        """
                        select id, pending_id, debit_account_id, credit_account_id, amount_minor, currency, code, booked_at
                        from transfer
                        where type = 'EXPIRE' and (booked_at, id) < ($1, $2)
                        order by booked_at desc, id desc
                        limit $3
                        """,
                        Tuple.of(utc(before.time()), before.id(), limit + 1))
                .map(rows -> Page.ofExpiredHolds(
                        RowMapping.stream(rows).map(Holds::expiredHold).toList(), limit));
    }

    /** Deletes the holds that the postings end; does nothing when there are none. */
    public static Future<?> deleteEnded(SqlClient client, List<BookedPosting> postings) {
        var ended = postings.stream()
                .flatMap(posting -> posting.transfers().stream())
                .filter(transfer -> transfer.type().resolves())
                .map(transfer -> transfer.refersTo().orElseThrow())
                .toArray(UUID[]::new);
        return ended.length == 0
                ? Future.succeededFuture()
                : client.preparedQuery("delete from hold where pending_id = any($1)")
                        .execute(Tuple.of((Object) ended));
    }

    private static AccountHolds accountHolds(RowSet<Row> rows) {
        var profile = Accounts.profile(rows.iterator().next());
        var currency = profile.account().currency();
        var holds = RowMapping.stream(rows)
                .filter(row -> row.getUUID("pending_id") != null)
                .map(row -> openHold(row, currency))
                .toList();
        return new AccountHolds(profile, holds);
    }

    private static OpenHold openHold(Row row, Currency currency) {
        return new OpenHold(
                row.getUUID("pending_id"),
                row.getUUID("debit_account_id"),
                row.getUUID("credit_account_id"),
                new Money(row.getLong("amount_minor"), currency),
                row.getString("hold_code"),
                RowMapping.instant(row, "booked_at"),
                RowMapping.optionalInstant(row, "expires_at"));
    }

    private static ExpiredHold expiredHold(Row row) {
        return new ExpiredHold(
                row.getUUID("id"),
                row.getUUID("pending_id"),
                row.getUUID("debit_account_id"),
                row.getUUID("credit_account_id"),
                new Money(row.getLong("amount_minor"), Currency.of(row.getString("currency"))),
                row.getString("code"),
                RowMapping.instant(row, "booked_at"));
    }
}
