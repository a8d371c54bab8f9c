package dev.corridor.payment.store;

import dev.corridor.kit.money.Money;
import dev.corridor.kit.store.Database;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentKind;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Plan;
import dev.corridor.payment.domain.RequestFingerprint;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The payments, in SQL.
 *
 * <p>While a payment is being worked on it is leased: until then nobody else takes it up. Leases are told by the database's
 * clock, which is the same for all processes; and since every change names the version it changes, a worker whose lease ran
 * out can't write over what its successor wrote.
 */
public final class Payments {
    private static final String COLUMNS =
            """
            id, kind, caller, idempotency_key, payer, payee_named, amount_minor, amount_currency, from_currency, quote_id,
            reference, payee, source_minor, source_currency, rate, status, failure_code, correlation_id, created_at, updated_at, version
            """;

    private final Database database;
    private final double leaseSeconds;

    /** A payment that was asked for under a key, and what the request was. */
    public record Keyed(Payment payment, RequestFingerprint fingerprint) {}

    /** @param lease how long one worker may take between two changes */
    public Payments(Database database, Duration lease) {
        this.database = database;
        this.leaseSeconds = lease.toMillis() / 1000.0;
    }

    /** Adds a new payment, leased to who adds it. False: its idempotency key is taken. */
    public Future<Boolean> insert(SqlClient client, Payment payment) {
        var request = payment.request();
        return client.preparedQuery(
                        """
                        insert into payment
                          (id, kind, caller, idempotency_key, fingerprint, payer, payee_named, amount_minor, amount_currency,
                           from_currency, quote_id, reference, payee, status, correlation_id, created_at, updated_at, version,
                           leased_until)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9,
                                $10, $11, $12, $13, $14, $15, $16, $17, $18, now() + $19::float8 * interval '1 second')
                        on conflict do nothing
                        """)
                .execute(Tuple.from(new Object[] {
                    payment.id(),
                    request.kind().name(),
                    request.caller(),
                    request.idempotencyKey().orElse(null),
                    RequestFingerprint.of(request).hex(),
                    request.payer(),
                    request.payee().text(),
                    request.amount().minorUnits(),
                    request.amount().currency().getCurrencyCode(),
                    request.from().map(Currency::getCurrencyCode).orElse(null),
                    request.quote().orElse(null),
                    request.reference(),
                    payment.payee().orElse(null),
                    payment.status().name(),
                    payment.correlationId(),
                    atUtc(payment.createdAt()),
                    atUtc(payment.updatedAt()),
                    payment.version(),
                    leaseSeconds
                }))
                .map(inserted -> inserted.rowCount() == 1);
    }

    /** Writes the changed payment over the version before it, with a new lease. False: somebody else changed it meanwhile. */
    public Future<Boolean> update(SqlClient client, Payment changed) {
        return client.preparedQuery(
                        """
                        update payment
                        set status = $2, failure_code = $3, idempotency_key = $4,
                            payee = $5, source_minor = $6, source_currency = $7, rate = $8,
                            updated_at = $9, version = $10, leased_until = now() + $11::float8 * interval '1 second'
                        where id = $1 and version = $10 - 1
                        """)
                .execute(Tuple.from(new Object[] {
                    changed.id(),
                    changed.status().name(),
                    changed.failure().map(PaymentError::code).orElse(null),
                    changed.request().idempotencyKey().orElse(null),
                    changed.payee().orElse(null),
                    changed.plan().map(plan -> plan.source().minorUnits()).orElse(null),
                    changed.plan()
                            .map(plan -> plan.source().currency().getCurrencyCode())
                            .orElse(null),
                    changed.plan().map(Plan::rate).orElse(null),
                    atUtc(changed.updatedAt()),
                    changed.version(),
                    leaseSeconds
                }))
                .map(updated -> updated.rowCount() == 1);
    }

    public Future<Boolean> update(Payment changed) {
        return update(database.pool(), changed);
    }

    /** One unfinished payment whose lease is over, now leased to the caller. Several processes may ask at once. */
    public Future<Optional<Payment>> takeUnfinished() {
        return database.pool()
                .preparedQuery(
                        """
                        update payment
                        set version = version + 1, leased_until = now() + $1::float8 * interval '1 second'
                        where id = (
                          select id from payment
                          where status = 'CREATED' and leased_until <= now()
                          order by leased_until
                          limit 1
                          for update skip locked)
                        returning %s
                        """
                                .formatted(COLUMNS))
                .execute(Tuple.of(leaseSeconds))
                .map(Payments::first);
    }

    public Future<Optional<Payment>> byId(UUID id) {
        return database.pool()
                .preparedQuery("select %s from payment where id = $1".formatted(COLUMNS))
                .execute(Tuple.of(id))
                .map(Payments::first);
    }

    public Future<Optional<Keyed>> byKey(String caller, String idempotencyKey) {
        return database.pool()
                .preparedQuery(
                        """
                        select fingerprint, %s
                        from payment
                        where caller = $1 and idempotency_key = $2 and idempotency_key is not null
                        """
                                .formatted(COLUMNS))
                .execute(Tuple.of(caller, idempotencyKey))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Keyed(payment(row), new RequestFingerprint(row.getString("fingerprint"))))
                        .findFirst());
    }

    /**
     * What a person has sent, and what has reached them, newest first, from before {@code id}. Each half is a scan of one
     * index (payment_sent, payment_received) that ends after {@code limit} rows.
     */
    public Future<List<Payment>> before(UUID id, String person, int limit) {
        return database.pool()
                .preparedQuery(
                        """
                        select %s
                        from payment
                        where id in (
                          (select id from payment
                           where payer = $1 and id < $2
                           order by id desc
                           limit $3)
                          union
                          (select id from payment
                           where payee = $1 and id < $2 and status in ('COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED')
                           order by id desc
                           limit $3))
                        order by id desc
                        limit $3
                        """
                                .formatted(COLUMNS))
                .execute(Tuple.of(person, id, limit))
                .map(Payments::all);
    }

    private static Optional<Payment> first(RowSet<Row> rows) {
        return all(rows).stream().findFirst();
    }

    private static List<Payment> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(Payments::payment)
                .toList();
    }

    private static Payment payment(Row row) {
        return new Payment(
                row.getUUID("id"),
                request(row),
                PaymentStatus.valueOf(row.getString("status")),
                plan(row),
                Optional.ofNullable(row.getString("failure_code"))
                        .map(code -> PaymentError.valueOf(code.toUpperCase(Locale.ROOT))),
                row.getString("correlation_id"),
                instant(row, "created_at"),
                instant(row, "updated_at"),
                row.getLong("version"));
    }

    private static PaymentRequest request(Row row) {
        return new PaymentRequest(
                PaymentKind.valueOf(row.getString("kind")),
                row.getString("caller"),
                Optional.ofNullable(row.getString("idempotency_key")),
                row.getString("payer"),
                new Payee(row.getString("payee_named")),
                new Money(row.getLong("amount_minor"), Currency.getInstance(row.getString("amount_currency"))),
                Optional.ofNullable(row.getString("from_currency")).map(Currency::getInstance),
                Optional.ofNullable(row.getUUID("quote_id")),
                row.getString("reference"));
    }

    private static Optional<Plan> plan(Row row) {
        Long sourceMinor = row.getLong("source_minor");
        if (sourceMinor == null) {
            return Optional.empty();
        }
        var source = new Money(sourceMinor, Currency.getInstance(row.getString("source_currency")));
        return Optional.of(new Plan(row.getString("payee"), source, row.get(BigDecimal.class, "rate")));
    }

    private static OffsetDateTime atUtc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(Row row, String column) {
        return row.get(OffsetDateTime.class, column).toInstant();
    }
}
