package dev.corridor.payment.store;

import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.Payment;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** That payments have changed, for those people whom it concerns. */
final class PaymentChanges {
    private static final Columns<Change> COLUMNS = new Columns<Change>()
            .text("person", Change::person)
            .uuid("payment_id", Change::payment)
            .number("version", Change::version);

    private static final String INSERT = "insert into payment_change (%s) select %s from %s"
            .formatted(COLUMNS.names(), COLUMNS.values("told"), COLUMNS.rows("told"));

    private record Change(String person, UUID payment, long version) {}

    private PaymentChanges() {}

    static Future<?> append(SqlClient client, Collection<Payment> changed) {
        List<Change> changes = changed.stream().flatMap(PaymentChanges::of).toList();
        return changes.isEmpty()
                ? Future.succeededFuture()
                : client.preparedQuery(INSERT).execute(Tuple.from(COLUMNS.arrays(changes)));
    }

    private static Stream<Change> of(Payment payment) {
        var payee = payment.isForPayee() ? payment.payee().stream() : Stream.<String>empty();
        return Stream.concat(Stream.of(payment.request().payer()), payee)
                .filter(person -> !person.equals(Payee.HOUSE))
                .map(person -> new Change(person, payment.id(), payment.version()));
    }
}
