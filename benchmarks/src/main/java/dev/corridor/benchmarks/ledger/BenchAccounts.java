package dev.corridor.benchmarks.ledger;

import dev.corridor.kit.value.Ids;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Accounts of the ledger benchmark: wallets with an opening balance that lasts for the whole run. Transfers choose them
 * uniformly. They are inserted by SQL, because opening accounts is not measured.
 */
final class BenchAccounts {
    private static final long OPENING_BALANCE_MINOR = 1_000_000_000_000L;

    private final String[] ids;

    private BenchAccounts(String[] ids) {
        this.ids = ids;
    }

    static BenchAccounts open(LedgerDatabase database, String owner, int count) {
        var newId = Ids.timeOrdered(Clock.systemUTC(), new SecureRandom());
        var ids = Stream.generate(newId).limit(count).toArray(UUID[]::new);
        try (Connection connection = database.connect();
                var insert = connection.prepareStatement(
                        """
                        insert into account
                          (id, owner, code, currency, kind, limit_policy, overdraft_minor, state, metadata, revision,
                           balance_minor, pending_debit_minor, pending_credit_minor, version, opened_at, last_booked_at)
                        select id, ? || position, 'wallet', 'USD', 'LIABILITY', 'NO_OVERDRAFT', 0, 'OPEN', '{}', 0,
                               ?, 0, 0, 0, now(), now()
                        from unnest(?) with ordinality as opened (id, position)
                        """)) {
            insert.setString(1, owner);
            insert.setLong(2, OPENING_BALANCE_MINOR);
            insert.setArray(3, connection.createArrayOf("uuid", ids));
            insert.execute();
            insertBalancingAccount(connection, owner, Math.multiplyExact(OPENING_BALANCE_MINOR, count));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot insert the accounts", e);
        }
        return new BenchAccounts(Stream.of(ids).map(UUID::toString).toArray(String[]::new));
    }

    /** Inserts the house account that balances the wallets, so that debits equal credits. */
    private static void insertBalancingAccount(Connection connection, String owner, long amountMinor)
            throws SQLException {
        try (var insert = connection.prepareStatement(
                """
                insert into account
                  (id, owner, code, currency, kind, limit_policy, overdraft_minor, state, metadata, revision,
                   balance_minor, pending_debit_minor, pending_credit_minor, version, opened_at, last_booked_at)
                values (gen_random_uuid(), 'house', ?, 'USD', 'ASSET', 'NONE', 0, 'OPEN', '{}', 0, ?, 0, 0, 0, now(), now())
                """)) {
            insert.setString(1, "owed_to_" + owner);
            insert.setLong(2, amountMinor);
            insert.execute();
        }
    }

    /** Returns two different accounts. */
    Pair pick() {
        var random = ThreadLocalRandom.current();
        int debit = random.nextInt(ids.length);
        int credit = (debit + 1 + random.nextInt(ids.length - 1)) % ids.length;
        return new Pair(ids[debit], ids[credit]);
    }

    record Pair(String debit, String credit) {}
}
