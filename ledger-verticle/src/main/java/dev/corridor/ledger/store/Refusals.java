package dev.corridor.ledger.store;

import dev.corridor.kit.sql.Database;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.Sha256;
import dev.corridor.ledger.domain.posting.Refusal;
import dev.corridor.ledger.domain.posting.StoredRefusal;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** What was refused, as it can be read again. */
public final class Refusals {
    private static final UUID LAST = new UUID(-1, -1);

    private final Database database;

    public Refusals(Database database) {
        this.database = database;
    }

    /**
     * Newest first.
     *
     * @param before null: the newest
     */
    public Future<List<StoredRefusal>> page(UUID before, int limit) {
        return database.pool()
                .preparedQuery(
                        """
                        select id, refusal.posting_id, fingerprint, reference, correlation_id, code, detail, transfer_index,
                               refused_at
                        from refusal
                        where id < $1
                        order by id desc
                        limit $2
                        """)
                .execute(Tuple.of(before == null ? LAST : before, limit))
                .map(rows -> RowMapping.stream(rows).map(Refusals::attempt).toList());
    }

    private static StoredRefusal attempt(Row row) {
        return new StoredRefusal(
                row.getUUID("id"),
                new Refusal(
                        row.getUUID("posting_id"),
                        Sha256.of(row.getBuffer("fingerprint").getBytes()),
                        row.getString("reference"),
                        row.getString("correlation_id"),
                        LedgerError.ofCode(row.getString("code")),
                        row.getString("detail"),
                        row.getInteger("transfer_index"),
                        false,
                        RowMapping.instant(row, "refused_at")));
    }
}
