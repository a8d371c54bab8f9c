package dev.corridor.payment.store;

import dev.corridor.kit.store.Outbox;
import dev.corridor.kit.store.OutboxEvent;
import dev.corridor.payment.domain.KeptKey;
import dev.corridor.payment.domain.Payment;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Payments, written by one statement with all that belongs to them: their keys, their events, and whom they concern. A
 * statement is a transaction by itself, so a batch takes one round trip to the database, and all of it is kept or nothing.
 */
final class PaymentStatements {
    private static final Columns<PaymentWrite> EVENTS = new Columns<PaymentWrite>()
            .uuid("payment_id", write -> write.payment().id())
            .text("event_key", write -> event(write).key())
            .text("type", write -> event(write).type())
            .bytes("value", write -> Buffer.buffer(event(write).value().toByteArray()))
            .text("correlation_id", write -> write.payment().correlationId());

    private static final String ADD = add(new Parameters());
    private static final String CHANGE = change(new Parameters());

    private final Payments payments;
    private final Keys keys;

    PaymentStatements(Payments payments, Keys keys) {
        this.payments = payments;
        this.keys = keys;
    }

    /** Adds new payments. Completes with the ids of those whose keys were free. */
    Future<Set<UUID>> add(SqlClient client, List<PaymentWrite> added) {
        var values = new ArrayList<Object>();
        values.addAll(keys.takingValues(
                added.stream().flatMap(PaymentStatements::keyOf).toList()));
        values.addAll(
                payments.addingValues(added.stream().map(PaymentWrite::payment).toList()));
        values.addAll(tellingValues(added));
        return client.preparedQuery(ADD).execute(Tuple.from(values)).map(PaymentStatements::ids);
    }

    /** Changes payments. Completes with the ids of those that nobody else has changed meanwhile. */
    Future<Set<UUID>> change(SqlClient client, List<PaymentWrite> changed) {
        var values = new ArrayList<Object>();
        values.addAll(payments.changingValues(
                changed.stream().map(PaymentWrite::payment).toList()));
        values.addAll(Keys.freeingValues(
                changed.stream().flatMap(each -> each.freed().stream()).toList()));
        values.addAll(tellingValues(changed));
        return client.preparedQuery(CHANGE).execute(Tuple.from(values)).map(PaymentStatements::ids);
    }

    private static String add(Parameters parameters) {
        return "with taken as (%s returning payment_id), written as (%s), %s select id from written"
                .formatted(Keys.taking(parameters), Payments.adding(parameters, "taken"), telling(parameters));
    }

    private static String change(Parameters parameters) {
        return "with written as (%s), freed as (%s and freed.payment_id in (select id from written)), %s select id from written"
                .formatted(Payments.changing(parameters), Keys.freeing(parameters), telling(parameters));
    }

    private static String telling(Parameters parameters) {
        String events = parameters.rows(EVENTS, "event") + " where payment_id in (select id from written)";
        return "published as (%s), noted as (%s)"
                .formatted(Outbox.appending(events), PaymentChanges.appending(parameters, "written"));
    }

    private static List<Object> tellingValues(List<PaymentWrite> writes) {
        var told = writes.stream().filter(each -> each.event().isPresent()).toList();
        var values = new ArrayList<>(EVENTS.arrays(told));
        values.addAll(
                PaymentChanges.values(told.stream().map(PaymentWrite::payment).toList()));
        return values;
    }

    private static Stream<Keys.Taking> keyOf(PaymentWrite write) {
        Payment payment = write.payment();
        return payment.request().keyUse().stream()
                .map(use -> new Keys.Taking(use, KeptKey.Operation.PAY, payment.id(), Optional.empty()));
    }

    private static OutboxEvent event(PaymentWrite write) {
        return write.event().orElseThrow();
    }

    private static Set<UUID> ids(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getUUID(0))
                .collect(Collectors.toSet());
    }
}
