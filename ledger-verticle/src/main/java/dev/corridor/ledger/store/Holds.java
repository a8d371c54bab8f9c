package dev.corridor.ledger.store;

import static dev.corridor.kit.sql.SqlTime.utc;

import dev.corridor.kit.sql.Columns;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.RowsWrite;
import dev.corridor.kit.sql.Write;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.TimeCursor;
import dev.corridor.ledger.domain.account.AccountHolds;
import dev.corridor.ledger.domain.account.ExpiredHold;
import dev.corridor.ledger.domain.account.OpenHold;
import dev.corridor.ledger.domain.posting.BookedPosting;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import dev.corridor.ledger.domain.posting.TransferType;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The hold table, which follows the transfer table: a row while a pending transfer is open. */
public final class Holds {
    private static final RowsWrite<Opened> INSERT = RowsWrite.insert(
            "hold",
            new Columns<Opened>()
                    .uuid("pending_id", opened -> opened.transfer().id())
                    .uuid("debit_account_id", opened -> opened.transfer().debitAccountId())
                    .uuid("credit_account_id", opened -> opened.transfer().creditAccountId())
                    .number("amount_minor", opened -> opened.transfer().amount().minorUnits())
                    .text(
                            "currency",
                            opened -> opened.transfer().amount().currency().getCurrencyCode())
                    .text("code", opened -> opened.transfer().code())
                    .time("booked_at", opened -> opened.posting().bookedAt())
                    .time("expires_at", opened -> opened.transfer().expiresAt().orElse(null)));

    private final Database database;

    public Holds(Database database) {
        this.database = database;
    }

    /** An account and its open holds, oldest first, as of the same moment; at most {@code limit} of them. */
    public Future<Optional<AccountHolds>> of(UUID accountId, int limit) {
        return database.pool()
                .preparedQuery(
                        "select " + Accounts.PROFILE_COLUMNS
                                + """
                        , hold.pending_id, hold.debit_account_id, hold.credit_account_id, hold.amount_minor,
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
                        """)
                .execute(Tuple.of(accountId, limit))
                .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(accountHolds(rows)));
    }

    /** Pending transfers whose time is up, longest first. */
    public Future<List<UUID>> due(Instant now, int limit) {
        return database.pool()
                .preparedQuery("select pending_id from hold where expires_at <= $1 order by expires_at limit $2")
                .execute(Tuple.of(utc(now), limit))
                .map(rows -> RowMapping.stream(rows)
                        .map(row -> row.getUUID("pending_id"))
                        .toList());
    }

    /** Those that have expired before that place, newest first. */
    public Future<List<ExpiredHold>> expired(TimeCursor before, int limit) {
        return database.pool()
                .preparedQuery(
                        """
                        select id, pending_id, debit_account_id, credit_account_id, amount_minor, currency, code, booked_at
                        from transfer
                        where type = 'EXPIRE' and (booked_at, id) < ($1, $2)
                        order by booked_at desc, id desc
                        limit $3
                        """)
                .execute(Tuple.of(utc(before.time()), before.id(), limit))
                .map(rows -> RowMapping.stream(rows).map(Holds::expiredHold).toList());
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
                new Money(row.getLong("amount_minor"), Currency.getInstance(row.getString("currency"))),
                row.getString("code"),
                RowMapping.instant(row, "booked_at"));
    }

    /** What the postings open, and what they end; those that a posting opens and ends again were never there. */
    public static List<Write> follow(List<BookedPosting> postings) {
        var opened = new ArrayList<Opened>();
        var ended = new ArrayList<UUID>();
        for (var posting : postings) {
            for (var transfer : posting.transfers()) {
                if (transfer.type() == TransferType.PENDING) {
                    opened.add(new Opened(posting, transfer));
                } else if (transfer.type().resolves()) {
                    ended.add(transfer.refersTo().orElseThrow());
                }
            }
        }
        var writes = new ArrayList<Write>();
        if (!opened.isEmpty()) {
            writes.add(INSERT.of(opened));
        }
        if (!ended.isEmpty()) {
            writes.add(delete(ended));
        }
        return writes;
    }

    private record Opened(BookedPosting posting, BookedTransfer transfer) {}

    private static Write delete(List<UUID> ended) {
        return new Write("delete from hold where pending_id = any($1)", List.of((Object) ended.toArray(UUID[]::new)));
    }
}
