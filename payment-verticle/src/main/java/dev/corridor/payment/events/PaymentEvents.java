package dev.corridor.payment.events;

import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.Refund;
import dev.corridor.payment.v1.PaymentEvent;
import dev.corridor.payment.wire.PaymentMessages;
import java.util.Locale;

/** What is told of payments on corridor.payment.v1: the payment as of each status it reaches. */
public final class PaymentEvents {
    private static final String PREFIX = "dev.corridor.payment.";

    private PaymentEvents() {}

    /** Such as dev.corridor.payment.created. */
    public static OutboxEvent statusReached(Payment payment) {
        return event(payment, payment.status().name().toLowerCase(Locale.ROOT), PaymentEvent.newBuilder());
    }

    /** dev.corridor.payment.partially_refunded or .refunded, with the refund that did it. */
    public static OutboxEvent refunded(Payment payment, Refund refund) {
        return event(
                payment,
                payment.status().name().toLowerCase(Locale.ROOT),
                PaymentEvent.newBuilder().setRefund(PaymentMessages.of(refund)));
    }

    /** dev.corridor.payment.hold_expiring: some time before it does. */
    public static OutboxEvent holdLapses(Payment payment) {
        return event(payment, "hold_expiring", PaymentEvent.newBuilder());
    }

    private static OutboxEvent event(Payment payment, String type, PaymentEvent.Builder value) {
        return new OutboxEvent(
                payment.id().toString(),
                PREFIX + type,
                value.setPayment(PaymentMessages.of(payment)).build());
    }
}
