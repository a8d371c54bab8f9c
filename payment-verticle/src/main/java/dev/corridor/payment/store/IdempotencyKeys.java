package dev.corridor.payment.store;

import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.ExpiredRows;
import dev.corridor.kit.sql.SqlTime;
import dev.corridor.payment.domain.idempotency.IdempotencyRecord;
import dev.corridor.payment.domain.idempotency.IdempotentRequest;
import dev.corridor.payment.domain.idempotency.RequestFingerprint;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Table of idempotency keys. {@link PaymentInsert} claims the keys of new payments itself. */
public final class IdempotencyKeys {

    private final Database database;
    private final double ttlSeconds;

    /** A key to be stored for an operation, in the transaction of its change. */
    record Claim(
            IdempotentRequest request,
            IdempotencyRecord.Operation operation,
            UUID payment,
            Optional<UUID> refund,
            Optional<UUID> resolution) {}

    /** A key to be deleted because its operation moved no money and may be repeated. */
    public record Release(String caller, String key, UUID payment) {}

    /** @param ttl how long repeats are replayed */
    IdempotencyKeys(Database database, Duration ttl) {
        this.database = database;
        this.ttlSeconds = ttl.toMillis() / 1000.0;
    }

    /** Completes with false if the key is taken. */
    Future<Boolean> claim(SqlClient client, Claim claim) {
        return client.preparedQuery(
                        """
                        insert into idempotency_key (
                          caller, key, fingerprint, operation, payment_id, refund_id, resolution_id, expires_at)
                        values (
                          $1, $2, $3, $4::text, $5, $6, $7, now() + $8::float8 * interval '1 second')
                        on conflict do nothing
                        """)
                .execute(Tuple.tuple()
                        .addString(claim.request().caller())
                        .addString(claim.request().key())
                        .addString(claim.request().fingerprint().hex())
                        .addString(claim.operation().name())
                        .addUUID(claim.payment())
                        .addUUID(claim.refund().orElse(null))
                        .addUUID(claim.resolution().orElse(null))
                        .addDouble(ttlSeconds))
                .map(inserted -> inserted.rowCount() == 1);
    }

    /** Deletes the key, unless another request has taken it since. */
    Future<?> release(SqlClient client, Release release) {
        return client.preparedQuery("delete from idempotency_key where caller = $1 and key = $2 and payment_id = $3")
                .execute(Tuple.of(release.caller(), release.key(), release.payment()));
    }

    public Future<Optional<IdempotencyRecord>> find(String caller, String key) {
        return database.execute(
                        """
                        select fingerprint, operation, payment_id, refund_id, resolution_id, expires_at
                        from idempotency_key
                        where caller = $1 and key = $2
                        """,
                        Tuple.of(caller, key))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> keyRecord(caller, key, row)));
    }

    /** The keys that have expired. */
    public ExpiredRows expired() {
        return new ExpiredRows(database, "idempotency_key", "caller, key", "expires_at <= now()", "expires_at");
    }

    private static IdempotencyRecord keyRecord(String caller, String key, Row row) {
        return new IdempotencyRecord(
                new IdempotentRequest(caller, key, new RequestFingerprint(row.getString("fingerprint"))),
                IdempotencyRecord.Operation.valueOf(row.getString("operation")),
                row.getUUID("payment_id"),
                Optional.ofNullable(row.getUUID("refund_id")),
                Optional.ofNullable(row.getUUID("resolution_id")),
                SqlTime.instant(row, "expires_at").orElseThrow());
    }
}
