package dev.corridor.payment.store;

import static dev.corridor.payment.store.PaymentColumns.array;
import static dev.corridor.payment.store.PaymentColumns.strings;
import static dev.corridor.payment.store.PaymentColumns.timestamps;

import dev.corridor.payment.domain.HoldResolution;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Statement that writes the next versions of a batch of payments with their leases and events, as {@link
 * PaymentInsert} does.
 */
final class PaymentUpdate {
    /** Statements lock payments in one order, so that two batches with the same payments never deadlock. */
    private static final Comparator<PaymentWrite> LOCK_ORDER =
            Comparator.comparing(write -> write.payment().id());

    private final double leaseSeconds;

    /** @param lease how long the updating worker alone may work on a payment */
    PaymentUpdate(Duration lease) {
        this.leaseSeconds = lease.toMillis() / 1000.0;
    }

    /**
     * Completes with the ids of the updated payments: those whose stored version is the one before. The condition on
     * $2 repeats the join, so that rows are found by index even while the table is small.
     */
    Future<Set<UUID>> execute(SqlClient client, List<PaymentWrite> batch) {
        return client.preparedQuery(
                        """
                        with batch as (insert into payment_batch default values returning position),
                        written as (
                          update payment
                          set idempotency_key = given.idempotency_key,
                            payee = given.payee, source_minor = given.source_minor, source_currency = given.source_currency,
                            target_minor = given.target_minor, rate = given.rate::numeric, planned_at = given.planned_at,
                            status = given.status, updated_at = given.updated_at,
                            hold_expires_at = given.hold_expires_at, unfinished = given.unfinished, version = given.version,
                            resolution_id = given.resolution_id,
                            resolution_command = given.resolution_command,
                            resolution_minor = given.resolution_minor,
                            captured_minor = given.captured_minor, refunded_minor = given.refunded_minor,
                            failure_code = given.failure_code, reserved_at = given.reserved_at, ended_at = given.ended_at,
                            refund_id = given.refund_id,
                            position = (select position from batch), changed_at = now(), leased_until = now() + $1::float8 * interval '1 second'
                          from unnest(
                            $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::bigint[], $8::text[],
                            $9::timestamptz[], $10::text[], $11::timestamptz[], $12::timestamptz[], $13::boolean[],
                            $14::bigint[], $15::uuid[], $16::text[], $17::bigint[], $18::bigint[], $19::bigint[],
                            $20::text[], $21::timestamptz[], $22::timestamptz[], $23::uuid[], $24::text[], $25::text[],
                            $26::bytea[]) as given (
                            id, idempotency_key, payee, source_minor, source_currency, target_minor, rate,
                            planned_at, status, updated_at, hold_expires_at, unfinished,
                            version, resolution_id, resolution_command, resolution_minor, captured_minor, refunded_minor,
                            failure_code, reserved_at, ended_at, refund_id, event_key, event_type,
                            event_value)
                          where payment.id = any ($2::uuid[])
                            and payment.id = given.id
                            and payment.version = given.version - 1
                          returning payment.id, payment.payer, payment.payee, payment.created_at, payment.position,
                            payment.unfinished, payment.leased_until, payment.correlation_id, event_key, event_type, event_value),
                        leased as (
                          insert into payment_lease (payment_ids, expires_at)
                          select array_agg(id), max(leased_until) from written where unfinished having count(*) > 0),
                        published as (
                          insert into outbox (event_keys, types, event_values, correlation_ids, event_count)
                          select array_agg(event_key), array_agg(event_type), array_agg(event_value),
                            array_agg(correlation_id), count(*)
                          from (select *, (row_number() over () - 1) / 8 as part from written where event_key is not null) event
                          group by part),
                        changed as (
                          insert into payment_change (user_id, position, payment_id)
                          select unnest(array_remove(array[payer, payee], null)), position, id
                          from written where abs(extract(epoch from clock_timestamp() - created_at)) > 10
                          on conflict do nothing)
                        select id from written
                        """)
                .execute(parameters(batch))
                .map(PaymentColumns::ids);
    }

    private Tuple parameters(List<PaymentWrite> unordered) {
        var batch = unordered.stream().sorted(LOCK_ORDER).toList();
        var payments = batch.stream().map(PaymentWrite::payment).toList();
        var parameters = Tuple.of(leaseSeconds);
        parameters.addValue(array(payments, UUID[]::new, Payment::id));
        parameters.addValue(
                strings(payments, payment -> payment.request().idempotencyKey().orElse(null)));
        PaymentColumns.addPlans(parameters, payments);
        parameters.addValue(strings(payments, payment -> payment.status().name()));
        parameters.addValue(timestamps(payments, payment -> payment.timestamps().updated()));
        parameters.addValue(
                timestamps(payments, payment -> payment.openHoldExpiresAt().orElse(null)));
        parameters.addValue(array(payments, Boolean[]::new, Payment::isUnfinished));
        parameters.addValue(array(payments, Long[]::new, Payment::version));
        parameters.addValue(array(payments, UUID[]::new, resolution(HoldResolution::id)));
        parameters.addValue(
                strings(payments, resolution(resolution -> resolution.command().name())));
        parameters.addValue(array(payments, Long[]::new, resolution(resolution -> resolution
                .captured()
                .minorUnits())));
        parameters.addValue(
                array(payments, Long[]::new, payment -> payment.captured().minorUnits()));
        parameters.addValue(
                array(payments, Long[]::new, payment -> payment.refunded().minorUnits()));
        parameters.addValue(strings(
                payments, payment -> payment.failure().map(PaymentError::code).orElse(null)));
        parameters.addValue(
                timestamps(payments, payment -> payment.timestamps().reserved().orElse(null)));
        parameters.addValue(
                timestamps(payments, payment -> payment.timestamps().ended().orElse(null)));
        parameters.addValue(
                array(payments, UUID[]::new, payment -> payment.refund().orElse(null)));
        PaymentColumns.addEvents(parameters, batch);
        return parameters;
    }

    private static <T> Function<Payment, T> resolution(Function<HoldResolution, T> part) {
        return payment -> payment.resolution().map(part).orElse(null);
    }
}
