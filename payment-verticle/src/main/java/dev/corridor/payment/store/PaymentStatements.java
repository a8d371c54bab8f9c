package dev.corridor.payment.store;

import dev.corridor.kit.outbox.Outbox;
import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.kit.sql.Columns;
import dev.corridor.kit.sql.Write;
import dev.corridor.payment.domain.IdempotencyRecord;
import dev.corridor.payment.domain.IdempotentRequest;
import dev.corridor.payment.domain.Payment;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Payments, written by one statement with all that belongs to them: their keys and their events. A statement is a transaction
 * by itself, so a batch takes one round trip to the database, and all of it is kept or nothing.
 *
 * <p>One alone usually needs less. What it needs the database knows best, so where a lesser statement has written nothing, the
 * whole one has the last word.
 */
final class PaymentStatements {
    /** Locks are taken in one order, so that two statements with the same rows in them wait instead of dying. */
    private static final Comparator<PaymentWrite> BY_KEY = Comparator.comparing(
                    (PaymentWrite write) -> write.payment().request().caller())
            .thenComparing(write -> write.payment().request().idempotencyKey().orElse(""));

    private static final Comparator<PaymentWrite> BY_ID =
            Comparator.comparing(write -> write.payment().id());

    private static final Columns<PaymentWrite> EVENT = new Columns<PaymentWrite>()
            .text("event_key", event(OutboxEvent::key))
            .text("event_type", event(OutboxEvent::type))
            .bytes("event_value", event(told -> Buffer.buffer(told.value().toByteArray())));

    private static final Columns<PaymentWrite> ADDED = PaymentRows.NEW
            .of(PaymentWrite::payment)
            .and(new Columns<PaymentWrite>()
                    .text("fingerprint", key(use -> use.fingerprint().hex())))
            .and(EVENT);

    private static final Columns<PaymentWrite> CHANGED =
            PaymentRows.CHANGED.of(PaymentWrite::payment).and(EVENT);

    private static final String OF_ANY_AGE = "true";

    private static final String TOLD_ON_ADDING = told("given", "(id in (select id from written)) is true");
    private static final String TOLD_ON_CHANGE = told("written", "event_key is not null");

    static final String ADD = adding(ADDED.rows("given", 3), OF_ANY_AGE)
            .and("leased", PaymentWork.leasing("written"))
            .and("published", Outbox.appending(TOLD_ON_ADDING))
            .and("noted", PaymentFeed.noting("written"))
            .sql();
    /** Of one that is young, so that there is nothing to note. */
    static final String ADD_ONE = adding(ADDED.rows("given", 3, 1), PaymentFeed.young("created_at"))
            .and("leased", PaymentWork.leasingOne("written"))
            .and("published", Outbox.appendingOne(TOLD_ON_ADDING))
            .sql();

    static final String CHANGE = changing(CHANGED.rows("changed", 2), "any($2::uuid[])", OF_ANY_AGE)
            .and("leased", PaymentWork.leasing("written"))
            .and("published", Outbox.appending(TOLD_ON_CHANGE))
            .and("noted", PaymentFeed.noting("written"))
            .sql();
    /** Of one that is finished and young, so that there is nothing to lease or to note. */
    static final String FINISH_ONE = changing(
                    CHANGED.rows("changed", 2, 1), "$2::uuid", PaymentFeed.young("payment.created_at"))
            .and("published", Outbox.appendingOne(TOLD_ON_CHANGE))
            .sql();

    private final double leaseSeconds;
    private final double keptSeconds;

    /** A statement that has written payments, and what else it is to write. */
    private record Parts(String written) {
        Parts and(String name, String part) {
            return new Parts("%s, %s as (%s)".formatted(written, name, part));
        }

        String sql() {
            return written + "select id from written";
        }
    }

    /**
     * @param leaseSeconds how long one worker may take between two changes
     * @param keptSeconds for how long a repeat is recognised
     */
    PaymentStatements(double leaseSeconds, double keptSeconds) {
        this.leaseSeconds = leaseSeconds;
        this.keptSeconds = keptSeconds;
    }

    /** Adds new payments. Completes with the ids of those whose keys were free. */
    Future<Set<UUID>> add(SqlClient client, List<PaymentWrite> added) {
        return added.size() == 1
                ? lesserOrWhole(addOne(client, added), () -> addAll(client, added))
                : addAll(client, added);
    }

    /** Changes payments. Completes with the ids of those that nobody else has changed meanwhile. */
    Future<Set<UUID>> change(SqlClient client, List<PaymentWrite> changed) {
        return changed.size() == 1 && isFinishedAndYoung(changed.get(0).payment())
                ? lesserOrWhole(finishOne(client, changed), () -> changeAll(client, changed))
                : changeAll(client, changed);
    }

    private static Future<Set<UUID>> lesserOrWhole(Future<Set<UUID>> lesser, Supplier<Future<Set<UUID>>> whole) {
        return lesser.compose(written -> written.isEmpty() ? whole.get() : Future.succeededFuture(written));
    }

    private Future<Set<UUID>> addOne(SqlClient client, List<PaymentWrite> added) {
        return write(client, ADD_ONE, List.of(keptSeconds, leaseSeconds), ADDED.values(added));
    }

    private Future<Set<UUID>> addAll(SqlClient client, List<PaymentWrite> added) {
        return write(client, ADD, List.of(keptSeconds, leaseSeconds), ADDED.arrays(sorted(added, BY_KEY)));
    }

    private Future<Set<UUID>> finishOne(SqlClient client, List<PaymentWrite> changed) {
        return write(client, FINISH_ONE, List.of(leaseSeconds), CHANGED.values(changed));
    }

    private Future<Set<UUID>> changeAll(SqlClient client, List<PaymentWrite> changed) {
        return write(client, CHANGE, List.of(leaseSeconds), CHANGED.arrays(sorted(changed, BY_ID)));
    }

    private static Future<Set<UUID>> write(SqlClient client, String sql, List<Object> settings, List<Object> rows) {
        return Write.of(sql, settings, rows).by(client).map(PaymentStatements::ids);
    }

    private static boolean isFinishedAndYoung(Payment payment) {
        return !payment.isUnfinished() && PaymentFeed.seemsYoung(payment);
    }

    private static List<PaymentWrite> sorted(List<PaymentWrite> writes, Comparator<PaymentWrite> order) {
        return writes.stream().sorted(order).toList();
    }

    /**
     * @param given the table of what is added
     * @param age a condition on it: what does not meet it is left out
     */
    private static Parts adding(String given, String age) {
        return new Parts(
                """
            with given as materialized (select * from %s where %s),
            taken as (
              insert into idempotency_key (caller, key, fingerprint, operation, payment_id, kept_until)
              select caller, idempotency_key, fingerprint, '%s', id, now() + $1::float8 * interval '1 second'
              from given
              where idempotency_key is not null
              on conflict do nothing
              returning payment_id),
            written as (
              insert into payment (%s, leased_until)
              select %s, now() + $2::float8 * interval '1 second'
              from given
              where idempotency_key is null or id in (select payment_id from taken)
              returning id, payer, payee, created_at, version, unfinished, leased_until)
            """
                        .formatted(
                                given,
                                age,
                                IdempotencyRecord.Operation.PAY,
                                PaymentRows.NEW.names(),
                                PaymentRows.NEW.selection("given")));
    }

    /**
     * The ids are named twice, so that rows are looked up by them even while a table is small and a scan would be quick.
     *
     * @param changed the table of what is written over the version before
     * @param ids what their ids are equal to
     * @param age a condition on it: what does not meet it is left out
     */
    private static Parts changing(String changed, String ids, String age) {
        return new Parts(
                """
            with written as (
              update payment
              set %s, changed_at = now(), leased_until = now() + $1::float8 * interval '1 second'
              from %s
              where payment.id = %s
                and payment.id = changed.id and payment.version = changed.version - 1
                and %s
              returning payment.id, event_key, event_type, event_value, payment.correlation_id, payment.unfinished,
                payment.payer, payment.payee, payment.created_at, payment.version, payment.leased_until)
            """
                        .formatted(PaymentRows.SET, changed, ids, age));
    }

    /** The events of the payments in {@code table} that meet the condition. */
    private static String told(String table, String condition) {
        return "(select event_key, event_type as type, event_value as value, correlation_id, id from %s) event where %s"
                .formatted(table, condition);
    }

    private static <T> Function<PaymentWrite, T> event(Function<OutboxEvent, T> part) {
        return write -> write.event().map(part).orElse(null);
    }

    private static <T> Function<PaymentWrite, T> key(Function<IdempotentRequest, T> part) {
        return write -> write.payment().request().keyUse().map(part).orElse(null);
    }

    private static Set<UUID> ids(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getUUID(0))
                .collect(Collectors.toSet());
    }
}
