package dev.corridor.payment.events;

import dev.corridor.kit.store.OutboxEvent;
import dev.corridor.payment.api.PaymentMessages;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.v1.PaymentEvent;
import java.util.Locale;

/** What is told of payments on corridor.payment.v1: the payment as of each status it reaches. */
public final class PaymentEvents {
    private PaymentEvents() {}

    /** Such as dev.corridor.payment.created. */
    public static OutboxEvent statusReached(Payment payment) {
        String type = "dev.corridor.payment." + payment.status().name().toLowerCase(Locale.ROOT);
        var value = PaymentEvent.newBuilder()
                .setPayment(PaymentMessages.of(payment))
                .build();
        return new OutboxEvent(payment.id().toString(), type, value);
    }
}
