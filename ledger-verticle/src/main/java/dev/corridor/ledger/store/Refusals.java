package dev.corridor.ledger.store;

import static dev.corridor.kit.sql.SqlTime.utc;
import static dev.corridor.ledger.store.RowMapping.buffer;
import static dev.corridor.ledger.store.RowMapping.column;

import dev.corridor.kit.sql.Database;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.posting.Refusal;
import dev.corridor.ledger.domain.posting.StoredRefusal;
import dev.corridor.ledger.domain.statement.Page;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Table refusal. */
public final class Refusals {
    private static final UUID LAST = new UUID(-1, -1);

    private final Database database;
    private final Supplier<UUID> ids;

    public Refusals(Database database, Supplier<UUID> ids) {
        this.database = database;
        this.ids = ids;
    }

    /**
     * Lists refusals, newest first.
     *
     * @param before null for the first page
     */
    public Future<Page<StoredRefusal>> page(UUID before, int limit) {
        return database.execute(
                        """
                        select id, posting_id, fingerprint, reference, correlation_id, code, detail, transfer_index, refused_at
                        from refusal
                        where id < $1
                        order by id desc
                        limit $2
                        """,
                        Tuple.of(before == null ? LAST : before, limit + 1))
                .map(rows -> Page.ofRefusals(
                        RowMapping.stream(rows).map(Refusals::refusal).toList(), limit));
    }

    /** Inserts refusals, and the ids of their postings as used unless they belong to other postings. */
    public Future<?> insert(SqlConnection connection, List<Refusal> refusals) {
        var rows = refusals.stream()
                .map(refusal -> new StoredRefusal(ids.get(), refusal))
                .toList();
        var usingIds = rows.stream().filter(row -> row.refusal().usesId()).toList();
        return Future.all(
                insertRefusals(connection, rows),
                usingIds.isEmpty() ? Future.succeededFuture() : insertPostings(connection, usingIds));
    }

    private static Future<?> insertRefusals(SqlConnection connection, List<StoredRefusal> rows) {
        return connection
                .preparedQuery(
                        """
                        insert into refusal
                          (id, posting_id, fingerprint, reference, correlation_id, code, detail, transfer_index, refused_at)
                        select *
                        from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[], $5::text[], $6::text[], $7::text[],
                                    $8::int[], $9::timestamptz[])
                        """)
                .execute(Tuple.from(List.of(
                        column(rows, UUID[]::new, StoredRefusal::id),
                        column(rows, UUID[]::new, row -> row.refusal().postingId()),
                        column(rows, Buffer[]::new, row -> buffer(row.refusal().fingerprint())),
                        column(rows, String[]::new, row -> row.refusal().reference()),
                        column(rows, String[]::new, row -> row.refusal().correlationId()),
                        column(rows, String[]::new, row -> row.refusal()
                                .reason()
                                .code()),
                        column(rows, String[]::new, row -> row.refusal().detail()),
                        column(rows, Integer[]::new, row -> row.refusal().transferIndex()),
                        column(
                                rows,
                                OffsetDateTime[]::new,
                                row -> utc(row.refusal().refusedAt())))));
    }

    private static Future<?> insertPostings(SqlConnection connection, List<StoredRefusal> rows) {
        return connection
                .preparedQuery(
                        """
                        insert into posting (id, fingerprint, reference, correlation_id, booked_at, refusal_id)
                        select *
                        from unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[], $5::timestamptz[], $6::uuid[])
                        """)
                .execute(Tuple.from(List.of(
                        column(rows, UUID[]::new, row -> row.refusal().postingId()),
                        column(rows, Buffer[]::new, row -> buffer(row.refusal().fingerprint())),
                        column(rows, String[]::new, row -> row.refusal().reference()),
                        column(rows, String[]::new, row -> row.refusal().correlationId()),
                        column(
                                rows,
                                OffsetDateTime[]::new,
                                row -> utc(row.refusal().refusedAt())),
                        column(rows, UUID[]::new, StoredRefusal::id))));
    }

    private static StoredRefusal refusal(Row row) {
        return new StoredRefusal(
                row.getUUID("id"),
                new Refusal(
                        row.getUUID("posting_id"),
                        RowMapping.fingerprint(row),
                        row.getString("reference"),
                        row.getString("correlation_id"),
                        LedgerError.ofCode(row.getString("code")),
                        row.getString("detail"),
                        row.getInteger("transfer_index"),
                        false,
                        RowMapping.instant(row, "refused_at")));
    }
}
