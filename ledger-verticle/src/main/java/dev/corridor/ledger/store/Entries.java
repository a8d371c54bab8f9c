package dev.corridor.ledger.store;

import dev.corridor.kit.money.Money;
import dev.corridor.kit.store.Database;
import dev.corridor.ledger.domain.Direction;
import dev.corridor.ledger.domain.Entry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The entries of an account: both sides of the transfer table, through the view entry. */
public final class Entries {
    private final Database database;

    public Entries(Database database) {
        this.database = database;
    }

    /**
     * Newest first, at most {@code limit}. Two index reads, of transfer_debit_entry and transfer_credit_entry, merged in
     * order; as long as a page, however long the history.
     *
     * @param beforeVersion entries older than this one; {@code Long.MAX_VALUE} for the newest
     */
    public Future<List<Entry>> page(UUID accountId, long beforeVersion, int limit) {
        return database.pool()
                .preparedQuery(
                        """
                        select transfer_id, posting_id, direction, amount_minor, currency, balance_minor, version,
                               counter_account_id, code, reference, page.booked_at, correlation_id
                        from (
                          select * from entry
                          where account_id = $1 and version < $2
                          order by version desc
                          limit $3
                        ) as page
                        join posting on posting.id = page.posting_id
                        order by version desc
                        """)
                .execute(Tuple.of(accountId, beforeVersion, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Entries::entry)
                        .toList());
    }

    private static Entry entry(Row row) {
        var currency = Currency.getInstance(row.getString("currency"));
        return new Entry(
                row.getUUID("transfer_id"),
                row.getUUID("posting_id"),
                Direction.valueOf(row.getString("direction")),
                new Money(row.getLong("amount_minor"), currency),
                new Money(row.getLong("balance_minor"), currency),
                row.getLong("version"),
                row.getUUID("counter_account_id"),
                row.getString("code"),
                row.getString("reference"),
                row.getOffsetDateTime("booked_at").toInstant(),
                row.getString("correlation_id"));
    }
}
