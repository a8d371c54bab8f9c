package dev.corridor.ledger.store;

import static dev.corridor.ledger.store.RowMapping.instant;
import static dev.corridor.ledger.store.RowMapping.optionalInstant;

import dev.corridor.kit.sql.Columns;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.RowsWrite;
import dev.corridor.kit.sql.Write;
import dev.corridor.kit.value.MetadataJson;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.Sha256;
import dev.corridor.ledger.domain.posting.BookedPosting;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import dev.corridor.ledger.domain.posting.Hold;
import dev.corridor.ledger.domain.posting.Outcome;
import dev.corridor.ledger.domain.posting.Outcome.Posted;
import dev.corridor.ledger.domain.posting.Outcome.Refused;
import dev.corridor.ledger.domain.posting.Refusal;
import dev.corridor.ledger.domain.posting.Reversible;
import dev.corridor.ledger.domain.posting.TransferType;
import dev.corridor.ledger.journal.Journal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The posting, transfer and refusal tables: written once, by {@link Journal}, and never changed. */
public final class Postings {
    private static final RowsWrite<BookedPosting> APPEND = RowsWrite.insert(
            "posting",
            new Columns<BookedPosting>()
                    .uuid("id", BookedPosting::id)
                    .bytes("fingerprint", posting -> buffer(posting.fingerprint()))
                    .text("reference", BookedPosting::reference)
                    .as("jsonb", "metadata", Postings::metadataJson)
                    .text("correlation_id", BookedPosting::correlationId)
                    .time("booked_at", BookedPosting::bookedAt)
                    .time("effective_at", posting -> posting.effectiveAt().orElse(null))
                    .as("uuid[]", "transfer_ids", Postings::transferIds));

    private static final RowsWrite<Line> APPEND_TRANSFERS = RowsWrite.insert(
            "transfer",
            new Columns<Line>()
                    .uuid("id", line -> line.transfer().id())
                    .uuid("posting_id", line -> line.posting().id())
                    .text("type", line -> line.transfer().type().name())
                    .uuid("debit_account_id", line -> line.transfer().debitAccountId())
                    .uuid("credit_account_id", line -> line.transfer().creditAccountId())
                    .number("amount_minor", line -> line.transfer().amount().minorUnits())
                    .text("currency", Line::currency)
                    .text("code", line -> line.transfer().code())
                    .time("booked_at", line -> line.posting().bookedAt())
                    .time("effective_at", line -> line.posting().effectiveAt().orElse(null))
                    .uuid("pending_id", Line::pendingId)
                    .uuid("reverses_id", Line::reversesId)
                    .time("expires_at", line -> line.transfer().expiresAt().orElse(null))
                    .number(
                            "debit_balance_minor",
                            line -> line.transfer().debit().balance().minorUnits())
                    .number("debit_version", line -> line.transfer().debit().version())
                    .number(
                            "credit_balance_minor",
                            line -> line.transfer().credit().balance().minorUnits())
                    .number("credit_version", line -> line.transfer().credit().version()));

    private static final Columns<RefusalRow> SPENT = new Columns<RefusalRow>()
            .bytes("fingerprint", row -> buffer(row.refusal().fingerprint()))
            .text("reference", row -> row.refusal().reference())
            .text("correlation_id", row -> row.refusal().correlationId());

    private static final RowsWrite<RefusalRow> APPEND_REFUSALS = RowsWrite.insert(
            "refusal",
            SPENT.and(new Columns<RefusalRow>()
                    .uuid("id", RefusalRow::id)
                    .uuid("posting_id", row -> row.refusal().postingId())
                    .text("code", row -> row.refusal().reason().code())
                    .text("detail", row -> row.refusal().detail())
                    .number("transfer_index", row -> (long) row.refusal().transferIndex())
                    .time("refused_at", row -> row.refusal().refusedAt())));

    private static final RowsWrite<RefusalRow> SPEND_IDS = RowsWrite.insert(
            "posting",
            SPENT.and(new Columns<RefusalRow>()
                    .uuid("id", row -> row.refusal().postingId())
                    .time("booked_at", row -> row.refusal().refusedAt())
                    .uuid("refusal_id", RefusalRow::id)));

    /** Postings with their transfers, a row a transfer, in order; refused ones with their refusal. */
    private static final String DECIDED = "select " + RowMapping.TRANSFER_COLUMNS
            + """
            , posting.id as posting_id, posting.fingerprint, posting.reference, posting.metadata, posting.correlation_id,
              posting.booked_at, posting.effective_at, refusal.code as refusal_code, refusal.detail, refusal.transfer_index
            from posting
            left join lateral unnest(posting.transfer_ids) with ordinality as part (transfer_id, position) on true
            left join transfer on transfer.id = part.transfer_id
            left join refusal on refusal.id = posting.refusal_id
            where posting.id = any($1)
            order by posting.id, part.position
            """;

    private final Database database;
    private final Supplier<UUID> ids;

    public Postings(Database database, Supplier<UUID> ids) {
        this.database = database;
        this.ids = ids;
    }

    /** Empty when nothing was decided under that id. */
    public Future<Optional<Outcome>> find(UUID id) {
        return decided(database.pool(), List.of(id)).map(found -> Optional.ofNullable(found.get(id)));
    }

    /** What was decided under those ids, by id. */
    public Future<Map<UUID, Outcome>> decided(SqlClient client, Collection<UUID> postingIds) {
        return client.preparedQuery(DECIDED)
                .execute(Tuple.of((Object) postingIds.toArray(UUID[]::new)))
                .map(Postings::outcomes);
    }

    /** Which of the transfer ids are in use. */
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

    /** Those of the ids that are pending transfers, and what became of them. */
    public Future<Map<UUID, Hold>> holds(SqlClient client, Collection<UUID> pendingIds) {
        return client.preparedQuery(
                        "select " + RowMapping.TRANSFER_COLUMNS
                                + """
                        , ending.type as end_type
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

    /** Those of the ids that are transfers, and whether they are reversed. */
    public Future<Map<UUID, Reversible>> reversibles(SqlClient client, Collection<UUID> transferIds) {
        return client.preparedQuery(
                        "select " + RowMapping.TRANSFER_COLUMNS
                                + """
                        , reversal.id as reversal_id
                        from transfer
                        left join transfer as reversal on reversal.reverses_id = transfer.id
                        where transfer.id = any($1)
                        """)
                .execute(Tuple.of((Object) transferIds.toArray(UUID[]::new)))
                .map(rows -> byTransferId(
                        rows, row -> new Reversible(RowMapping.transfer(row), row.getUUID("reversal_id") != null)));
    }

    /** Which transfer reverses which, of those ids: by the id of the one that is reversed. */
    public Future<Map<UUID, UUID>> reversals(Collection<UUID> transferIds) {
        return database.pool()
                .preparedQuery("select reverses_id, id from transfer where reverses_id = any($1)")
                .execute(Tuple.of((Object) transferIds.toArray(UUID[]::new)))
                .map(rows -> RowMapping.stream(rows)
                        .collect(Collectors.toMap(row -> row.getUUID(0), row -> row.getUUID(1))));
    }

    /** A refusal also spends its posting's id, unless that belongs to another posting. */
    public Future<?> appendRefusals(SqlConnection connection, List<Refusal> refusals) {
        var rows = refusals.stream()
                .map(refusal -> new RefusalRow(ids.get(), refusal))
                .toList();
        var spending = rows.stream().filter(row -> row.refusal().spendsId()).toList();
        return Future.all(
                APPEND_REFUSALS.of(rows).by(connection),
                spending.isEmpty()
                        ? Future.succeededFuture()
                        : SPEND_IDS.of(spending).by(connection));
    }

    private record RefusalRow(UUID id, Refusal refusal) {}

    public static Write append(List<BookedPosting> postings) {
        return APPEND.of(postings);
    }

    public static Write appendTransfers(List<BookedPosting> postings) {
        var lines = new ArrayList<Line>();
        postings.forEach(posting -> posting.transfers().forEach(transfer -> lines.add(new Line(posting, transfer))));
        return APPEND_TRANSFERS.of(lines);
    }

    /** One row of the transfer table. */
    private record Line(BookedPosting posting, BookedTransfer transfer) {
        String currency() {
            return transfer.amount().currency().getCurrencyCode();
        }

        UUID pendingId() {
            return transfer.type().resolves() ? transfer.refersTo().orElseThrow() : null;
        }

        UUID reversesId() {
            return transfer.type() == TransferType.REVERSAL
                    ? transfer.refersTo().orElseThrow()
                    : null;
        }
    }

    private static String metadataJson(BookedPosting posting) {
        return posting.metadata().isEmpty()
                ? null
                : MetadataJson.of(posting.metadata()).encode();
    }

    /** As PostgreSQL writes an array: unnest can't take an array of arrays apart into arrays. */
    private static String transferIds(BookedPosting posting) {
        return posting.transfers().stream()
                .map(transfer -> transfer.id().toString())
                .collect(Collectors.joining(",", "{", "}"));
    }

    public static Buffer buffer(Sha256 fingerprint) {
        return Buffer.buffer(fingerprint.bytes());
    }

    private static <T> Map<UUID, T> byTransferId(Iterable<Row> rows, Function<Row, T> value) {
        var found = new LinkedHashMap<UUID, T>();
        rows.forEach(row -> found.put(row.getUUID("transfer_id"), value.apply(row)));
        return found;
    }

    private static Map<UUID, Outcome> outcomes(Iterable<Row> inOrder) {
        var outcomes = new LinkedHashMap<UUID, Outcome>();
        eachPosting(inOrder, (row, transfers) -> outcomes.put(row.getUUID("posting_id"), outcome(row, transfers)));
        return outcomes;
    }

    /**
     * Takes rows of one posting after the other apart.
     *
     * @param posting is given the first row of each, and its transfers, which are valid only then
     */
    public static void eachPosting(Iterable<Row> inOrder, BiConsumer<Row, List<BookedTransfer>> posting) {
        Row first = null;
        var transfers = new ArrayList<BookedTransfer>();
        for (Row row : inOrder) {
            if (first != null && !first.getUUID("posting_id").equals(row.getUUID("posting_id"))) {
                posting.accept(first, transfers);
                transfers.clear();
                first = null;
            }
            first = first == null ? row : first;
            if (row.getUUID("transfer_id") != null) {
                transfers.add(RowMapping.transfer(row));
            }
        }
        if (first != null) {
            posting.accept(first, transfers);
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

    private static Sha256 fingerprint(Row row) {
        return Sha256.of(row.getBuffer("fingerprint").getBytes());
    }
}
