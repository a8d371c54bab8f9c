package dev.corridor.payment.store;

import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.Payment;
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

    private record Change(String person, UUID payment, long version) {}

    private PaymentChanges() {}

    /** Of the payments whose ids are in the table {@code written}. */
    static String appending(Parameters parameters, String written) {
        return "insert into payment_change (%s) select %s from %s where told.payment_id in (select id from %s)"
                .formatted(COLUMNS.names(), COLUMNS.values("told"), parameters.rows(COLUMNS, "told"), written);
    }

    static List<Object> values(Collection<Payment> changed) {
        return COLUMNS.arrays(changed.stream().flatMap(PaymentChanges::of).toList());
    }

    private static Stream<Change> of(Payment payment) {
        var payee = payment.isForPayee() ? payment.payee().stream() : Stream.<String>empty();
        return Stream.concat(Stream.of(payment.request().payer()), payee)
                .filter(person -> !person.equals(Payee.HOUSE))
                .map(person -> new Change(person, payment.id(), payment.version()));
    }
}
