package dev.corridor.payment.store;

import static dev.corridor.payment.store.PaymentColumns.array;
import static dev.corridor.payment.store.PaymentColumns.code;
import static dev.corridor.payment.store.PaymentColumns.strings;
import static dev.corridor.payment.store.PaymentColumns.timestamps;

import dev.corridor.kit.value.MetadataJson;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.idempotency.IdempotentRequest;
import dev.corridor.payment.domain.idempotency.RequestFingerprint;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Statement that inserts a batch of payments with their idempotency keys, leases and events. One statement is a
 * transaction by itself, so a batch takes one round trip, and all of it is stored or nothing.
 *
 * <p>Eight events share a row of the outbox: larger rows would be compressed, which takes longer than the rest of the write.
 * Only payments that are not new get rows of payment_change; see {@link PaymentFeed}.
 */
final class PaymentInsert {
    /**
     * Statements lock keys in one order, so that two batches with the same keys wait for each other and never deadlock.
     */
    private static final Comparator<PaymentWrite> LOCK_ORDER = Comparator.comparing(
                    (PaymentWrite write) -> write.payment().request().caller())
            .thenComparing(write -> write.payment().request().idempotencyKey().orElse(""));

    private final double leaseSeconds;
    private final double keySeconds;

    /**
     * @param lease how long the inserting worker alone may work on a payment
     * @param keyTtl how long repeats are replayed
     */
    PaymentInsert(Duration lease, Duration keyTtl) {
        this.leaseSeconds = lease.toMillis() / 1000.0;
        this.keySeconds = keyTtl.toMillis() / 1000.0;
    }

    /** Completes with the ids of the inserted payments: those whose idempotency keys were free. */
    Future<Set<UUID>> execute(SqlClient client, List<PaymentWrite> batch) {
        return client.preparedQuery(
                        """
                        with given as materialized (
                          select * from unnest(
                            $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[],
                            $11::text[], $12::text[], $13::text[], $14::text[], $15::uuid[], $16::bigint[], $17::text[],
                            $18::text[], $19::text[], $20::text[], $21::timestamptz[], $22::text[], $23::bigint[], $24::text[],
                            $25::bigint[], $26::text[], $27::timestamptz[], $28::text[], $29::timestamptz[],
                            $30::timestamptz[], $31::boolean[], $32::bigint[], $33::text[], $34::text[], $35::bytea[]) as given (
                            id, kind, caller, idempotency_key, fingerprint, payer, requested_payee, amount_minor, amount_currency,
                            fixed_side, from_currency, target_currency, quote_id, hold_seconds, refund_policy, reference,
                            metadata, correlation_id, created_at, payee, source_minor, source_currency, target_minor, rate,
                            planned_at, status, updated_at, hold_expires_at, unfinished, version, event_key, event_type,
                            event_value)),
                        claimed as (
                          insert into idempotency_key (caller, key, fingerprint, operation, payment_id, expires_at)
                          select caller, idempotency_key, fingerprint, 'PAY', id, now() + $1::float8 * interval '1 second'
                          from given
                          where idempotency_key is not null
                          on conflict do nothing returning payment_id),
                        batch as (insert into payment_batch default values returning position),
                        written as (
                          insert into payment (
                            id, kind, caller, idempotency_key, payer, requested_payee, amount_minor, amount_currency, fixed_side,
                            from_currency, target_currency, quote_id, hold_seconds, refund_policy, reference, metadata,
                            correlation_id, created_at, payee, source_minor, source_currency, target_minor, rate, planned_at,
                            status, updated_at, hold_expires_at, unfinished, version, position, leased_until)
                          select id, kind, caller, idempotency_key, payer, requested_payee, amount_minor,
                            amount_currency, fixed_side, from_currency, target_currency, quote_id, hold_seconds,
                            refund_policy, reference, metadata::jsonb, correlation_id, created_at, payee,
                            source_minor, source_currency, target_minor, rate::numeric, planned_at, status,
                            updated_at, hold_expires_at, unfinished, version, (select position from batch),
                            now() + $2::float8 * interval '1 second'
                          from given
                          where idempotency_key is null or id in (select payment_id from claimed)
                          returning id, payer, payee, created_at, position, unfinished, leased_until),
                        leased as (
                          insert into payment_lease (payment_ids, expires_at)
                          select array_agg(id), max(leased_until) from written where unfinished having count(*) > 0),
                        published as (
                          insert into outbox (event_keys, types, event_values, correlation_ids, event_count)
                          select array_agg(event_key), array_agg(event_type), array_agg(event_value),
                            array_agg(correlation_id), count(*)
                          from (
                            select event_key, event_type, event_value, correlation_id, (row_number() over () - 1) / 8 as part
                            from given
                            where event_key is not null and (id in (select id from written)) is true) event
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
        var requests = payments.stream().map(Payment::request).toList();
        var parameters = Tuple.of(keySeconds, leaseSeconds);
        parameters.addValue(array(payments, UUID[]::new, Payment::id));
        addRequests(parameters, requests);
        parameters.addValue(strings(payments, Payment::correlationId));
        parameters.addValue(timestamps(payments, payment -> payment.timestamps().created()));
        PaymentColumns.addPlans(parameters, payments);
        parameters.addValue(strings(payments, payment -> payment.status().name()));
        parameters.addValue(timestamps(payments, payment -> payment.timestamps().updated()));
        parameters.addValue(
                timestamps(payments, payment -> payment.openHoldExpiresAt().orElse(null)));
        parameters.addValue(array(payments, Boolean[]::new, Payment::isUnfinished));
        parameters.addValue(array(payments, Long[]::new, Payment::version));
        PaymentColumns.addEvents(parameters, batch);
        return parameters;
    }

    private static void addRequests(Tuple parameters, List<PaymentRequest> requests) {
        parameters.addValue(strings(requests, request -> request.kind().name()));
        parameters.addValue(strings(requests, PaymentRequest::caller));
        parameters.addValue(
                strings(requests, request -> request.idempotencyKey().orElse(null)));
        parameters.addValue(strings(requests, request -> IdempotentRequest.of(request)
                .map(IdempotentRequest::fingerprint)
                .map(RequestFingerprint::hex)
                .orElse(null)));
        parameters.addValue(strings(requests, PaymentRequest::payer));
        parameters.addValue(strings(requests, request -> request.payee().text()));
        parameters.addValue(
                array(requests, Long[]::new, request -> request.amount().minorUnits()));
        parameters.addValue(strings(requests, request -> code(request.amount().currency())));
        parameters.addValue(strings(requests, request -> request.fixedSide().name()));
        parameters.addValue(strings(
                requests, request -> request.from().map(PaymentColumns::code).orElse(null)));
        parameters.addValue(strings(requests, request -> code(request.target())));
        parameters.addValue(
                array(requests, UUID[]::new, request -> request.terms().quote().orElse(null)));
        parameters.addValue(array(
                requests,
                Long[]::new,
                request -> request.terms().hold().map(Duration::toSeconds).orElse(null)));
        parameters.addValue(
                strings(requests, request -> request.terms().refundPolicy().name()));
        parameters.addValue(strings(requests, PaymentRequest::reference));
        parameters.addValue(strings(
                requests, request -> MetadataJson.of(request.terms().metadata()).encode()));
    }
}
