package dev.corridor.ledger.store;

import dev.corridor.kit.value.MetadataJson;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.Sha256;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountKind;
import dev.corridor.ledger.domain.account.AccountSpec;
import dev.corridor.ledger.domain.account.AccountState;
import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.account.Limit;
import dev.corridor.ledger.domain.account.LimitPolicy;
import dev.corridor.ledger.domain.audit.Finding;
import dev.corridor.ledger.domain.audit.HistoryCheck;
import dev.corridor.ledger.domain.journal.ChainHead;
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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The books as an audit reads them: one snapshot, in streams, so that memory does not depend on how long history is. */
public final class AuditedBooks implements AutoCloseable {
    private static final int FETCH_ROWS = 2_000;

    private final Connection connection;

    private AuditedBooks(Connection connection) {
        this.connection = connection;
    }

    public static AuditedBooks asOfNow(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return new AuditedBooks(connection);
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
    }

    public Journal journal() throws SQLException {
        return new Journal(connection);
    }

    public Accounts accounts() throws SQLException {
        return new Accounts(
                stream(
                        """
                select id, owner, code, currency, kind, limit_policy, overdraft_minor, state, revision, balance_minor,
                       pending_debit_minor, pending_credit_minor, version, opened_at, last_booked_at
                from account
                order by id
                """));
    }

    public History history() throws SQLException {
        var history = new History(
                stream(
                        """
                select account_id, transfer_id, type, direction, amount_minor, currency, pending_id, version, balance_minor
                from entry
                order by account_id, booked_at, version
                """));
        history.advance();
        return history;
    }

    public List<ChainHead> chainHeads() throws SQLException {
        var heads = new ArrayList<ChainHead>();
        try (var rows = stream("select chain, sequence, hash from journal_chain order by chain")) {
            while (rows.next()) {
                heads.add(new ChainHead(
                        rows.getInt("chain"), rows.getLong("sequence"), Sha256.of(rows.getBytes("hash"))));
            }
        }
        return heads;
    }

    /** @param open how many there must be by the accounts' histories, which have been checked one by one */
    public Optional<Finding> holdsAre(long open) throws SQLException {
        try (var rows = stream(
                """
                select hold.pending_id
                from hold
                left join transfer on transfer.id = hold.pending_id
                left join transfer as ending on ending.pending_id = hold.pending_id
                where transfer.id is null or transfer.type <> 'PENDING' or ending.id is not null
                   or transfer.amount_minor <> hold.amount_minor or transfer.currency <> hold.currency
                   or transfer.debit_account_id <> hold.debit_account_id
                   or transfer.credit_account_id <> hold.credit_account_id
                   or transfer.expires_at is distinct from hold.expires_at
                limit 1
                """)) {
            if (rows.next()) {
                return Optional.of(new Finding(
                        "hold " + rows.getObject(1), "it is not the open pending transfer that it says it is."));
            }
        }
        long kept = count("select count(*) from hold");
        return kept == open
                ? Optional.empty()
                : Optional.of(new Finding("hold", "%d are kept, %d are open.".formatted(kept, open)));
    }

    /** @param sealed how many transfers the chains hold */
    public Optional<Finding> firstOutsideTheJournal(long sealed) throws SQLException {
        long kept = count("select count(*) from transfer");
        if (kept == sealed) {
            return Optional.empty();
        }
        try (var rows = stream(
                """
                select transfer.id
                from transfer
                left join posting on posting.id = transfer.posting_id
                where posting.id is null
                   or not transfer.id = any(posting.transfer_ids)
                   or posting.id not in (select unnest(posting_ids) from journal_batch)
                order by transfer.id
                limit 1
                """)) {
            return Optional.of(
                    rows.next()
                            ? new Finding("transfer " + rows.getObject(1), "no batch of the journal holds it.")
                            : new Finding("transfer", "%d are kept, %d are sealed.".formatted(kept, sealed)));
        }
    }

    private long count(String sql) throws SQLException {
        try (var rows = stream(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private ResultSet stream(String sql) throws SQLException {
        var statement = connection.createStatement();
        statement.setFetchSize(FETCH_ROWS);
        statement.closeOnCompletion();
        return statement.executeQuery(sql);
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getObject("id", UUID.class),
                new AccountSpec(
                        row.getString("owner"),
                        row.getString("code"),
                        Currency.getInstance(row.getString("currency")),
                        AccountKind.valueOf(row.getString("kind")),
                        new Limit(LimitPolicy.valueOf(row.getString("limit_policy")), row.getLong("overdraft_minor"))),
                AccountState.valueOf(row.getString("state")),
                row.getLong("revision"),
                row.getLong("balance_minor"),
                row.getLong("pending_debit_minor"),
                row.getLong("pending_credit_minor"),
                row.getLong("version"),
                instant(row, "opened_at"),
                instant(row, "last_booked_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** All accounts, by id. */
    public static final class Accounts implements AutoCloseable {
        private final ResultSet rows;

        private Accounts(ResultSet rows) {
            this.rows = rows;
        }

        public boolean advance() throws SQLException {
            return rows.next();
        }

        public Account account() throws SQLException {
            return AuditedBooks.account(rows);
        }

        @Override
        public void close() throws SQLException {
            rows.close();
        }
    }

    /** All lines of all accounts, by account and then in the order of booking. */
    public static final class History implements AutoCloseable {
        private final ResultSet rows;
        private boolean hasLine;

        private History(ResultSet rows) {
            this.rows = rows;
        }

        public void advance() throws SQLException {
            hasLine = rows.next();
        }

        public boolean hasLine() {
            return hasLine;
        }

        public boolean isOf(UUID accountId) throws SQLException {
            return hasLine && rows.getObject("account_id", UUID.class).equals(accountId);
        }

        public HistoryCheck.Line line() throws SQLException {
            return new HistoryCheck.Line(
                    rows.getObject("transfer_id", UUID.class),
                    TransferType.valueOf(rows.getString("type")),
                    Direction.valueOf(rows.getString("direction")),
                    rows.getLong("amount_minor"),
                    rows.getString("currency"),
                    rows.getObject("pending_id", UUID.class),
                    rows.getLong("version"),
                    rows.getLong("balance_minor"));
        }

        @Override
        public void close() throws SQLException {
            rows.close();
        }
    }

    /** All batches, chain by chain, each with its postings. */
    public static final class Journal implements AutoCloseable {
        private final Connection connection;
        private final PreparedStatement batches;
        private final PreparedStatement postings;
        private final PreparedStatement transfers;
        private final ResultSet rows;
        private JournalBatch batch;

        private Journal(Connection connection) throws SQLException {
            this.connection = connection;
            batches = connection.prepareStatement(
                    "select chain, sequence, posting_ids, previous_hash, hash from journal_batch order by chain, sequence");
            batches.setFetchSize(FETCH_ROWS / 100);
            postings = connection.prepareStatement(
                    """
                    select id, fingerprint, reference, metadata, correlation_id, booked_at, effective_at, transfer_ids
                    from posting where id = any(?)
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

        /** On to the next batch, if there is one. The finding is a posting or transfer that it names and that is not there. */
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
                    return Optional.of(new Finding("posting " + id, "the journal holds it, and it is not there."));
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

        /** All that those postings name, and that are there. */
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
                    instant(row, "booked_at"),
                    optionalInstant(row, "effective_at"),
                    transfers);
        }

        private static BookedTransfer transfer(ResultSet row) throws SQLException {
            var currency = Currency.getInstance(row.getString("currency"));
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
                    optionalInstant(row, "expires_at"),
                    new BalanceAfter(
                            debitId,
                            new Money(row.getLong("debit_balance_minor"), currency),
                            row.getLong("debit_version")),
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
}
