package dev.corridor.ledger.store;

import static dev.corridor.kit.sql.SqlTime.utc;
import static dev.corridor.ledger.store.RowMapping.instant;
import static dev.corridor.ledger.store.RowMapping.optionalInstant;

import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.SqlTime;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.journal.JournalExtract;
import dev.corridor.ledger.domain.posting.TransferType;
import dev.corridor.ledger.domain.statement.Entry;
import dev.corridor.ledger.domain.statement.EntryCursor;
import dev.corridor.ledger.domain.statement.EntryFilter;
import dev.corridor.ledger.domain.statement.Page;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;

/** View entry: both sides of table transfer, read by account. */
public final class Entries {
    private static final String[] MOVING_TYPES = Arrays.stream(TransferType.values())
            .filter(TransferType::moves)
            .map(TransferType::name)
            .toArray(String[]::new);

    private final Database database;

    public Entries(Database database) {
        this.database = database;
    }

    /**
     * Lists the entries that moved money, newest first. Merges ordered reads of the indexes transfer_debit_entry and
     * transfer_credit_entry, so its cost depends on the page and not on the history.
     */
    public Future<Page<Entry>> page(UUID accountId, EntryFilter filter, EntryCursor before, int limit) {
        return database.execute(
                        """
                        select transfer_id, posting_id, direction, entry.type, amount_minor, currency, balance_minor, version,
                               counter_account_id, entry.code, posting.reference, entry.booked_at,
                               coalesce(entry.effective_at, entry.booked_at) as effective_at,
                               coalesce(pending_id, reverses_id) as refers_to, posting.correlation_id
                        from entry
                        join posting on posting.id = entry.posting_id
                        where account_id = $1
                          and entry.type = any($2)
                          and (entry.booked_at, version) < ($3, $4)
                          and ($5::timestamptz is null or entry.booked_at >= $5)
                          and ($6::timestamptz is null or entry.booked_at < $6)
                          and ($7::uuid is null or counter_account_id = $7)
                          and ($8::bigint is null or amount_minor >= $8)
                          and ($9::bigint is null or amount_minor <= $9)
                          and ($10::text is null or posting.reference = $10)
                        order by entry.booked_at desc, version desc
                        limit $11
                        """,
                        Tuple.from(Arrays.asList(
                                accountId,
                                MOVING_TYPES,
                                utc(before.bookedAt()),
                                before.version(),
                                filter.from().map(SqlTime::utc).orElse(null),
                                filter.to().map(SqlTime::utc).orElse(null),
                                filter.counterAccountId().orElse(null),
                                orNull(filter.minAmountMinor()),
                                orNull(filter.maxAmountMinor()),
                                filter.reference().orElse(null),
                                limit + 1)))
                .map(rows -> Page.ofEntries(
                        RowMapping.stream(rows).map(Entries::entry).toList(), limit));
    }

    /**
     * Lists the entries that moved money after the cursor and before {@code to}, oldest first, at most {@code limit}.
     */
    public Future<List<Entry>> following(UUID accountId, EntryCursor after, Instant to, int limit) {
        return database.execute(
                        """
                        select transfer_id, posting_id, direction, entry.type, amount_minor, currency, balance_minor, version,
                               counter_account_id, entry.code, posting.reference, entry.booked_at,
                               coalesce(entry.effective_at, entry.booked_at) as effective_at,
                               coalesce(pending_id, reverses_id) as refers_to, posting.correlation_id
                        from entry
                        join posting on posting.id = entry.posting_id
                        where account_id = $1
                          and entry.type = any($2)
                          and (entry.booked_at, version) > ($3, $4)
                          and entry.booked_at < $5
                        order by entry.booked_at, version
                        limit $6
                        """,
                        Tuple.of(accountId, MOVING_TYPES, utc(after.bookedAt()), after.version(), utc(to), limit))
                .map(rows -> RowMapping.stream(rows).map(Entries::entry).toList());
    }

    /**
     * Returns the balance in minor units after the entry at the cursor; zero before the first entry. One index read a
     * side.
     */
    public Future<Long> balanceAt(UUID accountId, EntryCursor upTo) {
        return database.execute(
                        """
                        select balance_minor
                        from entry
                        where account_id = $1 and (booked_at, version) <= ($2, $3)
                        order by booked_at desc, version desc
                        limit 1
                        """,
                        Tuple.of(accountId, utc(upTo.bookedAt()), upTo.version()))
                .map(rows -> rows.size() == 0 ? 0L : rows.iterator().next().getLong("balance_minor"));
    }

    /**
     * Returns the balance in minor units of all transfers effective until {@code instant}, whenever they were booked:
     * the balance by booking time, corrected by the few transfers whose effective time differs.
     *
     * @param balanceByBooking as of the same instant
     * @param creditNormal whether credits raise the balance
     */
    public Future<Long> effectiveBalance(UUID accountId, Instant instant, long balanceByBooking, boolean creditNormal) {
        return database.execute(
                        """
                        select coalesce(sum(
                                 (case when booked_at > $2 then amount_minor else -amount_minor end)
                                 * (case when direction = 'CREDIT' then 1 else -1 end)), 0)::bigint as credit_minor
                        from entry
                        where account_id = $1
                          and effective_at is not null
                          and type = any($3)
                          and (booked_at > $2) <> (effective_at > $2)
                        """,
                        Tuple.of(accountId, utc(instant), MOVING_TYPES))
                .map(rows -> {
                    long credit = rows.iterator().next().getLong("credit_minor");
                    return Math.addExact(balanceByBooking, creditNormal ? credit : -credit);
                });
    }

    /**
     * Lists the transfers that moved money in a period, in the order of booking, at most {@code limit}. Scans the whole
     * table.
     */
    public Future<List<JournalExtract.Move>> moves(Instant from, Instant to, int limit) {
        return database.execute(
                        """
                        select transfer.posting_id, posting.reference, transfer.booked_at, transfer.id as transfer_id,
                               debit_account_id, credit_account_id, amount_minor, currency, code
                        from transfer
                        join posting on posting.id = transfer.posting_id
                        where transfer.booked_at >= $1 and transfer.booked_at < $2 and transfer.type = any($3)
                        order by transfer.booked_at, transfer.posting_id, debit_version
                        limit $4
                        """,
                        Tuple.of(utc(from), utc(to), MOVING_TYPES, limit))
                .map(rows -> RowMapping.stream(rows).map(Entries::move).toList());
    }

    private static JournalExtract.Move move(Row row) {
        return new JournalExtract.Move(
                row.getUUID("posting_id"),
                row.getString("reference"),
                instant(row, "booked_at"),
                row.getUUID("transfer_id"),
                row.getUUID("debit_account_id"),
                row.getUUID("credit_account_id"),
                new Money(row.getLong("amount_minor"), Currency.of(row.getString("currency"))),
                row.getString("code"));
    }

    /**
     * Returns the accounts' balances right before {@code from}, in minor units, without accounts that had no transfer
     * by then.
     */
    public Future<Map<UUID, Long>> balancesBefore(Collection<UUID> accountIds, Instant from) {
        return database.execute(
                        """
                        select account.id, last.balance_minor
                        from unnest($1::uuid[]) as account (id)
                        cross join lateral (
                          select balance_minor
                          from entry
                          where account_id = account.id and booked_at < $2
                          order by booked_at desc, version desc
                          limit 1
                        ) as last
                        """,
                        Tuple.of(accountIds.toArray(UUID[]::new), utc(from)))
                .map(rows -> RowMapping.stream(rows)
                        .collect(Collectors.toMap(row -> row.getUUID("id"), row -> row.getLong("balance_minor"))));
    }

    private static Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    private static Entry entry(Row row) {
        var currency = Currency.of(row.getString("currency"));
        return new Entry(
                row.getUUID("transfer_id"),
                row.getUUID("posting_id"),
                TransferType.valueOf(row.getString("type")),
                Direction.valueOf(row.getString("direction")),
                new Money(row.getLong("amount_minor"), currency),
                new Money(row.getLong("balance_minor"), currency),
                row.getLong("version"),
                row.getUUID("counter_account_id"),
                row.getString("code"),
                row.getString("reference"),
                instant(row, "booked_at"),
                optionalInstant(row, "effective_at").orElseThrow(),
                Optional.ofNullable(row.getUUID("refers_to")),
                row.getString("correlation_id"));
    }
}
