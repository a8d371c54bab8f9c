package dev.corridor.ledger.store;

import static dev.corridor.ledger.store.RowMapping.fingerprint;
import static dev.corridor.ledger.store.RowMapping.instant;
import static dev.corridor.ledger.store.RowMapping.optionalInstant;

import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.MetadataJson;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.posting.BookedPosting;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import dev.corridor.ledger.domain.posting.Hold;
import dev.corridor.ledger.domain.posting.Outcome;
import dev.corridor.ledger.domain.posting.Outcome.Posted;
import dev.corridor.ledger.domain.posting.Outcome.Refused;
import dev.corridor.ledger.domain.posting.Refusal;
import dev.corridor.ledger.domain.posting.Reversible;
import dev.corridor.ledger.domain.posting.TransferType;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads of tables posting and transfer. Only the journal inserts into them, and nothing changes them. */
public final class Postings {
    private final Database database;

    public Postings(Database database) {
        this.database = database;
    }

    /** Returns the outcome stored under a posting's id; empty when there is none. */
    public Future<Optional<Outcome>> find(UUID id) {
        return database.statement(client -> decided(client, List.of(id)))
                .map(found -> Optional.ofNullable(found.get(id)));
    }

    /**
     * Returns the outcomes stored under the posting ids, by id. Reads one row a transfer, and one for a refused
     * posting.
     */
    public Future<Map<UUID, Outcome>> decided(SqlClient client, Collection<UUID> postingIds) {
        return client.preparedQuery(
                        """
                        select transfer.id as transfer_id, transfer.type, transfer.debit_account_id, transfer.credit_account_id,
                               transfer.amount_minor, transfer.currency, transfer.code, transfer.pending_id,
                               transfer.reverses_id, transfer.expires_at, transfer.debit_balance_minor, transfer.debit_version,
                               transfer.credit_balance_minor, transfer.credit_version,
                               posting.id as posting_id, posting.fingerprint, posting.reference, posting.metadata,
                               posting.correlation_id, posting.booked_at, posting.effective_at,
                               refusal.code as refusal_code, refusal.detail, refusal.transfer_index
                        from posting
                        left join lateral unnest(posting.transfer_ids) with ordinality as part (transfer_id, position) on true
                        left join transfer on transfer.id = part.transfer_id
                        left join refusal on refusal.id = posting.refusal_id
                        where posting.id = any($1)
                        order by posting.id, part.position
                        """)
                .execute(Tuple.of((Object) postingIds.toArray(UUID[]::new)))
                .map(Postings::outcomes);
    }

    /** Returns the transfer ids that are in use. */
    public Future<Set<UUID>> taken(SqlConnection connection, Collection<UUID> transferIds) {
        return connection
                .preparedQuery("select id from transfer where id = any($1)")
                .execute(Tuple.of((Object) transferIds.toArray(UUID[]::new)))
                .map(rows -> {
                    var taken = new HashSet<UUID>();
                    rows.forEach(row -> taken.add(row.getUUID("id")));
                    return taken;
                });
    }

    /** Returns the pending transfers among the ids, by id, each with the type of the transfer that ended it. */
    public Future<Map<UUID, Hold>> holds(SqlClient client, Collection<UUID> pendingIds) {
        return client.preparedQuery(
                        """
                        select transfer.id as transfer_id, transfer.type, transfer.debit_account_id, transfer.credit_account_id,
                               transfer.amount_minor, transfer.currency, transfer.code, transfer.pending_id,
                               transfer.reverses_id, transfer.expires_at, transfer.debit_balance_minor, transfer.debit_version,
                               transfer.credit_balance_minor, transfer.credit_version, ending.type as end_type
                        from transfer
                        left join transfer as ending on ending.pending_id = transfer.id
                        where transfer.id = any($1) and transfer.type = 'PENDING'
                        """)
                .execute(Tuple.of((Object) pendingIds.toArray(UUID[]::new)))
                .map(rows -> byTransferId(
                        rows,
                        row -> new Hold(
                                RowMapping.transfer(row),
                                Optional.ofNullable(row.getString("end_type")).map(TransferType::valueOf))));
    }

    /** Returns the transfers among the ids, by id, and whether they are reversed. */
    public Future<Map<UUID, Reversible>> reversibles(SqlClient client, Collection<UUID> transferIds) {
        return client.preparedQuery(
                        """
                        select transfer.id as transfer_id, transfer.type, transfer.debit_account_id, transfer.credit_account_id,
                               transfer.amount_minor, transfer.currency, transfer.code, transfer.pending_id,
                               transfer.reverses_id, transfer.expires_at, transfer.debit_balance_minor, transfer.debit_version,
                               transfer.credit_balance_minor, transfer.credit_version, reversal.id as reversal_id
                        from transfer
                        left join transfer as reversal on reversal.reverses_id = transfer.id
                        where transfer.id = any($1)
                        """)
                .execute(Tuple.of((Object) transferIds.toArray(UUID[]::new)))
                .map(rows -> byTransferId(
                        rows, row -> new Reversible(RowMapping.transfer(row), row.getUUID("reversal_id") != null)));
    }

    /** Returns the ids of the reversals of the transfers, by the id of the reversed transfer. */
    public Future<Map<UUID, UUID>> reversals(Collection<UUID> transferIds) {
        return database.execute("select reverses_id, id from transfer where reverses_id = any($1)", Tuple.of((Object)
                        transferIds.toArray(UUID[]::new)))
                .map(rows -> RowMapping.stream(rows)
                        .collect(Collectors.toMap(row -> row.getUUID("reverses_id"), row -> row.getUUID("id"))));
    }

    private static <T> Map<UUID, T> byTransferId(Iterable<Row> rows, Function<Row, T> value) {
        var found = new LinkedHashMap<UUID, T>();
        rows.forEach(row -> found.put(row.getUUID("transfer_id"), value.apply(row)));
        return found;
    }

    private static Map<UUID, Outcome> outcomes(Iterable<Row> ordered) {
        var outcomes = new LinkedHashMap<UUID, Outcome>();
        eachPosting(ordered, (row, transfers) -> outcomes.put(row.getUUID("posting_id"), outcome(row, transfers)));
        return outcomes;
    }

    /**
     * Groups rows by posting.
     *
     * @param ordered rows of one posting after the other
     * @param consumer receives the first row of each posting and its transfers; the list is reused after the call
     */
    public static void eachPosting(Iterable<Row> ordered, BiConsumer<Row, List<BookedTransfer>> consumer) {
        Row first = null;
        var transfers = new ArrayList<BookedTransfer>();
        for (Row row : ordered) {
            if (first != null && !first.getUUID("posting_id").equals(row.getUUID("posting_id"))) {
                consumer.accept(first, transfers);
                transfers.clear();
                first = null;
            }
            first = first == null ? row : first;
            if (row.getUUID("transfer_id") != null) {
                transfers.add(RowMapping.transfer(row));
            }
        }
        if (first != null) {
            consumer.accept(first, transfers);
        }
    }

    private static Outcome outcome(Row row, List<BookedTransfer> transfers) {
        return row.getString("refusal_code") == null
                ? new Posted(posting(row, transfers), false)
                : new Refused(refusal(row), false);
    }

    public static BookedPosting posting(Row row, List<BookedTransfer> transfers) {
        return new BookedPosting(
                row.getUUID("posting_id"),
                fingerprint(row),
                row.getString("reference"),
                MetadataJson.read((JsonObject) row.getJson("metadata")),
                row.getString("correlation_id"),
                instant(row, "booked_at"),
                optionalInstant(row, "effective_at"),
                transfers);
    }

    private static Refusal refusal(Row row) {
        return new Refusal(
                row.getUUID("posting_id"),
                fingerprint(row),
                row.getString("reference"),
                row.getString("correlation_id"),
                LedgerError.ofCode(row.getString("refusal_code")),
                row.getString("detail"),
                row.getInteger("transfer_index"),
                true,
                instant(row, "booked_at"));
    }
}
