package dev.corridor.payment.store;

import dev.corridor.kit.sql.Columns;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.SqlTime;
import dev.corridor.kit.sql.Write;
import dev.corridor.payment.domain.IdempotencyRecord;
import dev.corridor.payment.domain.IdempotentRequest;
import dev.corridor.payment.domain.RequestFingerprint;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Idempotency keys: who asked for what under which, until their time is over. */
public final class IdempotencyKeys {
    private static final int FORGET_AT_ONCE = 1_000;
    private static final Columns<Taking> TAKEN = new Columns<Taking>()
            .text("caller", taking -> taking.use().caller())
            .text("key", taking -> taking.use().key())
            .text("fingerprint", taking -> taking.use().fingerprint().hex())
            .as("key_operation", "operation", taking -> taking.operation().name())
            .uuid("payment_id", Taking::payment)
            .uuid("refund_id", taking -> taking.refund().orElse(null));

    private static final String TAKE =
            """
            insert into idempotency_key (%s, kept_until)
            select %s, now() + $1::float8 * interval '1 second'
            from %s
            on conflict do nothing
            """
                    .formatted(TAKEN.names(), TAKEN.selection("taken"), TAKEN.rows("taken", 2, 1));

    private final Database database;
    private final double keptSeconds;

    /** A key about to be taken for what is written in the same transaction. */
    record Taking(IdempotentRequest use, IdempotencyRecord.Operation operation, UUID payment, Optional<UUID> refund) {}

    /** A key that is free again, since nothing was done under it. */
    public record Freed(String caller, String key, UUID payment) {}

    /** @param kept for how long a repeat is recognised */
    public IdempotencyKeys(Database database, Duration kept) {
        this.database = database;
        this.keptSeconds = kept.toMillis() / 1000.0;
    }

    double keptSeconds() {
        return keptSeconds;
    }

    /** Takes the key, if it is free. */
    Future<Boolean> take(SqlClient client, Taking key) {
        return Write.of(TAKE, List.of(keptSeconds), TAKEN.values(List.of(key)))
                .by(client)
                .map(taken -> taken.rowCount() == 1);
    }

    /** Frees the key, unless something else was asked for under it meanwhile. */
    Future<?> free(SqlClient client, Freed key) {
        return client.preparedQuery("delete from idempotency_key where caller = $1 and key = $2 and payment_id = $3")
                .execute(Tuple.of(key.caller(), key.key(), key.payment()));
    }

    public Future<Optional<IdempotencyRecord>> find(String caller, String key) {
        return database.pool()
                .preparedQuery(
                        """
                        select fingerprint, operation, payment_id, refund_id, kept_until
                        from idempotency_key
                        where caller = $1 and key = $2
                        """)
                .execute(Tuple.of(caller, key))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> new IdempotencyRecord(
                                new IdempotentRequest(
                                        caller, key, new RequestFingerprint(row.getString("fingerprint"))),
                                IdempotencyRecord.Operation.valueOf(row.getString("operation")),
                                row.getUUID("payment_id"),
                                Optional.ofNullable(row.getUUID("refund_id")),
                                SqlTime.instant(row, "kept_until").orElseThrow())));
    }

    /** Forgets keys whose time is over, a bounded number. Completes with how many those were. */
    public Future<Integer> forgetOld() {
        return database.pool()
                .preparedQuery(
                        """
                        delete from idempotency_key
                        where (caller, key) in (
                          select caller, key from idempotency_key where kept_until <= now() order by kept_until limit $1)
                        """)
                .execute(Tuple.of(FORGET_AT_ONCE))
                .map(deleted -> deleted.rowCount());
    }
}
