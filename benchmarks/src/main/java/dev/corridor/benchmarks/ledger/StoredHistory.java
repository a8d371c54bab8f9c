package dev.corridor.benchmarks.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Fills the ledger's tables with old transfers, to measure a ledger that has been in use for years. The rows are inserted by SQL
 * with ids and times in ascending order. They are not part of the hash chains and are not published.
 */
final class StoredHistory {
    private static final int ROWS_PER_STATEMENT = 250_000;

    private static final String ACCOUNTS =
            """
            create temporary table numbered as
              select row_number() over (order by id) - 1 as number, id from account where owner like 'user%'
            """;
    private static final String ACCOUNTS_INDEX = "create unique index on numbered (number)";

    /** Generates UUIDs of version 7, which begin with the time, so that rows are appended to the indexes as in production. */
    private static final String ROWS =
            """
            with made as materialized (
              select i, booked_at,
                     (lpad(to_hex((extract(epoch from booked_at) * 1000)::bigint), 12, '0') || '7' || substr(md5('p' || i), 1, 3)
                       || '8' || substr(md5('q' || i), 1, 15))::uuid as posting_id,
                     (lpad(to_hex((extract(epoch from booked_at) * 1000)::bigint), 12, '0') || '7' || substr(md5('t' || i), 1, 3)
                       || '8' || substr(md5('u' || i), 1, 15))::uuid as transfer_id,
                     (i * 7919) % ? as debit,
                     (i * 7919 + 1 + (i * 104729) % (? - 1)) % ? as credit
              from (
                select i, now() - interval '400 days' + i * interval '2 milliseconds' as booked_at
                from generate_series(?::bigint, ?::bigint) as i
              ) as times
            ), posted as (
              insert into posting (id, fingerprint, reference, correlation_id, booked_at, transfer_ids)
              select posting_id, sha256(posting_id::text::bytea), 'stored', 'stored', booked_at, array[transfer_id]
              from made
            )
            insert into transfer
              (id, posting_id, type, debit_account_id, credit_account_id, amount_minor, currency, code, booked_at,
               debit_balance_minor, debit_version, credit_balance_minor, credit_version)
            select transfer_id, posting_id, 'DIRECT', debits.id, credits.id, 1, 'USD', 'payment', booked_at, 0, -i, 0, -i
            from made
            join numbered as debits on debits.number = made.debit
            join numbered as credits on credits.number = made.credit
            """;

    private StoredHistory() {}

    /** @param accounts number of accounts to distribute the transfers over */
    static void load(LedgerDatabase database, int accounts, long transfers) {
        try (Connection connection = database.connect();
                var statement = connection.createStatement();
                var insert = connection.prepareStatement(ROWS)) {
            statement.execute(ACCOUNTS);
            statement.execute(ACCOUNTS_INDEX);
            for (long first = 1; first <= transfers; first += ROWS_PER_STATEMENT) {
                long last = Math.min(first + ROWS_PER_STATEMENT - 1, transfers);
                insert.setLong(1, accounts);
                insert.setLong(2, accounts);
                insert.setLong(3, accounts);
                insert.setLong(4, first);
                insert.setLong(5, last);
                insert.execute();
                System.err.printf("%,d transfers stored%n", last);
            }
            statement.execute("analyze");
        } catch (SQLException e) {
            throw new IllegalStateException("cannot store the history", e);
        }
    }
}
