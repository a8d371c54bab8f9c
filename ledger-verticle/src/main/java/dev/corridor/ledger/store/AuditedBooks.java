package dev.corridor.ledger.store;

import dev.corridor.kit.value.Currency;
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
import dev.corridor.ledger.domain.posting.TransferType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Snapshot of the ledger for an audit, read over JDBC in streams, so that memory does not depend on the length of
 * history.
 */
public final class AuditedBooks implements AutoCloseable {
    static final int FETCH_ROWS = 2_000;

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

    public AuditedJournal journal() throws SQLException {
        return new AuditedJournal(connection);
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

    /** @param open number of open pending transfers according to the accounts' histories */
    public Optional<Finding> checkHolds(long open) throws SQLException {
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
                        "hold " + rows.getObject(1), "it differs from its pending transfer, or that is not open."));
            }
        }
        long stored = count("select count(*) from hold");
        return stored == open
                ? Optional.empty()
                : Optional.of(new Finding("hold", "%d are stored, %d are open.".formatted(stored, open)));
    }

    /** @param sealed number of transfers in the hash chains */
    public Optional<Finding> firstOutsideTheJournal(long sealed) throws SQLException {
        long stored = count("select count(*) from transfer");
        if (stored == sealed) {
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
                            ? new Finding("transfer " + rows.getObject(1), "it is in no batch of the journal.")
                            : new Finding("transfer", "%d are stored, %d are sealed.".formatted(stored, sealed)));
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
                        Currency.of(row.getString("currency")),
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

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** Stream of all accounts, by id. */
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

    /** Stream of the entries of all accounts, by account and then in the order of booking. */
    public static final class History implements AutoCloseable {
        private final ResultSet rows;
        private boolean hasSide;

        private History(ResultSet rows) {
            this.rows = rows;
        }

        public void advance() throws SQLException {
            hasSide = rows.next();
        }

        public boolean hasSide() {
            return hasSide;
        }

        public boolean isOf(UUID accountId) throws SQLException {
            return hasSide && rows.getObject("account_id", UUID.class).equals(accountId);
        }

        public HistoryCheck.StoredSide side() throws SQLException {
            return new HistoryCheck.StoredSide(
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
}
