package dev.corridor.payment.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.payment.TestDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clean-up of rows whose time is over: in large batches, until none is left, and counted for an operator. */
class ExpiredRowsIT {
    private static final int ROWS = 25_000;

    private TestDatabase database;
    private PaymentStore store;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        store = PaymentStore.of(database.database(), Duration.ofSeconds(10), Duration.ofHours(48));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void expired_idempotency_keys_are_deleted_in_batches_until_none_is_left() {
        insertKeys("expired", "-1 second");
        insertKeys("valid", "1 hour");

        assertThat(store.keys().expired().count().await()).isEqualTo(ROWS);
        assertThat(runsUntilDone(store.keys().expired()::delete)).isEqualTo(3);
        assertThat(store.keys().expired().count().await()).isZero();
        assertThat(store.keys().find("valid", "1").await()).isPresent();
    }

    @Test
    void expired_changes_are_deleted_in_batches_until_none_is_left() {
        insertChanges("old", "-8 days");
        insertChanges("new", "-6 days");

        assertThat(store.feed().expired().count().await()).isEqualTo(ROWS);
        assertThat(runsUntilDone(store.feed().expired()::delete)).isEqualTo(3);
        assertThat(store.feed().expired().count().await()).isZero();
        assertThat(rows("payment_change")).isEqualTo(ROWS);
    }

    private static int runsUntilDone(Supplier<Future<Boolean>> job) {
        int runs = 1;
        while (job.get().await()) {
            runs++;
        }
        return runs;
    }

    private void insertKeys(String caller, String expiresIn) {
        execute(
                """
                insert into idempotency_key (caller, key, fingerprint, operation, payment_id, expires_at)
                select '%s', number::text, '', 'PAY', gen_random_uuid(), now() + interval '%s'
                from generate_series(1, %d) as number
                """
                        .formatted(caller, expiresIn, ROWS));
    }

    private void insertChanges(String user, String age) {
        execute(
                """
                insert into payment_change (user_id, position, payment_id, changed_at)
                select '%s', number, gen_random_uuid(), now() + interval '%s'
                from generate_series(1, %d) as number
                """
                        .formatted(user, age, ROWS));
    }

    private long rows(String table) {
        return execute("select count(*) from " + table);
    }

    private long execute(String sql) {
        var rows = database.database().pool().query(sql).execute().await();
        return rows.size() == 0 ? 0 : rows.iterator().next().getLong(0);
    }
}
