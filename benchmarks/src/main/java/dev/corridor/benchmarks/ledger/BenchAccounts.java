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
 * The accounts among which money moves, each as often as any other: as wallets are, but for a first balance that lasts for
 * the run. Written by SQL, since opening accounts is not what is measured.
 */
final class BenchAccounts {
    private static final long FIRST_BALANCE = 1_000_000_000_000L;

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
            insert.setLong(2, FIRST_BALANCE);
            insert.setArray(3, connection.createArrayOf("uuid", ids));
            insert.execute();
            balance(connection, owner, Math.multiplyExact(FIRST_BALANCE, count));
        } catch (SQLException e) {
            throw new IllegalStateException("the accounts cannot be opened", e);
        }
        return new BenchAccounts(Stream.of(ids).map(UUID::toString).toArray(String[]::new));
    }

    /** What the wallets hold, the house owes: books that are measured balance like any others. */
    private static void balance(Connection connection, String owner, long owedMinor) throws SQLException {
        try (var insert = connection.prepareStatement(
                """
                insert into account
                  (id, owner, code, currency, kind, limit_policy, overdraft_minor, state, metadata, revision,
                   balance_minor, pending_debit_minor, pending_credit_minor, version, opened_at, last_booked_at)
                values (gen_random_uuid(), 'house', ?, 'USD', 'ASSET', 'NONE', 0, 'OPEN', '{}', 0, ?, 0, 0, 0, now(), now())
                """)) {
            insert.setString(1, "owed_to_" + owner);
            insert.setLong(2, owedMinor);
            insert.execute();
        }
    }

    /** Two different ones. */
    Pair pick() {
        var random = ThreadLocalRandom.current();
        int debit = random.nextInt(ids.length);
        int credit = (debit + 1 + random.nextInt(ids.length - 1)) % ids.length;
        return new Pair(ids[debit], ids[credit]);
    }

    record Pair(String debit, String credit) {}
}
