package dev.corridor.ledger.store;

import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.MetadataJson;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.Sha256;
import dev.corridor.ledger.domain.audit.Finding;
import dev.corridor.ledger.domain.journal.JournalBatch;
import dev.corridor.ledger.domain.posting.BalanceAfter;
import dev.corridor.ledger.domain.posting.BookedPosting;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import dev.corridor.ledger.domain.posting.TransferType;
import io.vertx.core.json.JsonObject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Stream of all journal batches for an audit, chain by chain, each with its postings. */
public final class AuditedJournal implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement batches;
    private final PreparedStatement postings;
    private final PreparedStatement transfers;
    private final ResultSet rows;
    private JournalBatch batch;

    AuditedJournal(Connection connection) throws SQLException {
        this.connection = connection;
        batches = connection.prepareStatement(
                "select chain, sequence, posting_ids, previous_hash, hash from journal_batch order by chain, sequence");
        batches.setFetchSize(AuditedBooks.FETCH_ROWS / 100);
        postings = connection.prepareStatement(
                """
                select id, fingerprint, reference, metadata, correlation_id, booked_at, effective_at, transfer_ids
                from posting
                where id = any(?)
                """);
        transfers = connection.prepareStatement(
                """
                select id, type, debit_account_id, credit_account_id, amount_minor, currency, code, pending_id, reverses_id,
                       expires_at, debit_balance_minor, debit_version, credit_balance_minor, credit_version
                from transfer
                where id in (select unnest(transfer_ids) from posting where posting.id = any(?))
                """);
        rows = batches.executeQuery();
    }

    /** Advances to the next batch. @return a posting of the batch that is missing */
    public Optional<Finding> advance() throws SQLException {
        batch = null;
        if (!rows.next()) {
            return Optional.empty();
        }
        var postingIds = uuids(rows.getArray("posting_ids"));
        var found = postings(postingIds);
        var booked = new ArrayList<BookedPosting>();
        for (var id : postingIds) {
            var posting = found.get(id);
            if (posting == null) {
                return Optional.of(new Finding("posting " + id, "it is in the journal, but its row is missing."));
            }
            booked.add(posting);
        }
        batch = new JournalBatch(
                rows.getInt("chain"),
                rows.getLong("sequence"),
                Sha256.of(rows.getBytes("previous_hash")),
                Sha256.of(rows.getBytes("hash")),
                booked);
        return Optional.empty();
    }

    public boolean hasBatch() {
        return batch != null;
    }

    public JournalBatch batch() {
        return batch;
    }

    private Map<UUID, BookedPosting> postings(UUID[] ids) throws SQLException {
        var booked = transfers(ids);
        var found = new HashMap<UUID, BookedPosting>();
        postings.setArray(1, connection.createArrayOf("uuid", ids));
        try (var row = postings.executeQuery()) {
            while (row.next()) {
                var own = Arrays.stream(uuids(row.getArray("transfer_ids")))
                        .map(booked::get)
                        .filter(Objects::nonNull)
                        .toList();
                var posting = posting(row, own);
                found.put(posting.id(), posting);
            }
        }
        return found;
    }

    /** Returns the existing transfers of the postings. */
    private Map<UUID, BookedTransfer> transfers(UUID[] postingIds) throws SQLException {
        var found = new HashMap<UUID, BookedTransfer>();
        transfers.setArray(1, connection.createArrayOf("uuid", postingIds));
        try (var row = transfers.executeQuery()) {
            while (row.next()) {
                var transfer = transfer(row);
                found.put(transfer.id(), transfer);
            }
        }
        return found;
    }

    private static BookedPosting posting(ResultSet row, List<BookedTransfer> transfers) throws SQLException {
        String metadata = row.getString("metadata");
        return new BookedPosting(
                row.getObject("id", UUID.class),
                Sha256.of(row.getBytes("fingerprint")),
                row.getString("reference"),
                MetadataJson.read(metadata == null ? null : new JsonObject(metadata)),
                row.getString("correlation_id"),
                AuditedBooks.instant(row, "booked_at"),
                AuditedBooks.optionalInstant(row, "effective_at"),
                transfers);
    }

    private static BookedTransfer transfer(ResultSet row) throws SQLException {
        var currency = Currency.of(row.getString("currency"));
        var debitId = row.getObject("debit_account_id", UUID.class);
        var creditId = row.getObject("credit_account_id", UUID.class);
        var pendingId = row.getObject("pending_id", UUID.class);
        return new BookedTransfer(
                row.getObject("id", UUID.class),
                TransferType.valueOf(row.getString("type")),
                debitId,
                creditId,
                new Money(row.getLong("amount_minor"), currency),
                row.getString("code"),
                Optional.ofNullable(pendingId != null ? pendingId : row.getObject("reverses_id", UUID.class)),
                AuditedBooks.optionalInstant(row, "expires_at"),
                new BalanceAfter(
                        debitId, new Money(row.getLong("debit_balance_minor"), currency), row.getLong("debit_version")),
                new BalanceAfter(
                        creditId,
                        new Money(row.getLong("credit_balance_minor"), currency),
                        row.getLong("credit_version")));
    }

    private static UUID[] uuids(Array array) throws SQLException {
        return array == null ? new UUID[0] : (UUID[]) array.getArray();
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        batches.close();
        postings.close();
        transfers.close();
    }
}
