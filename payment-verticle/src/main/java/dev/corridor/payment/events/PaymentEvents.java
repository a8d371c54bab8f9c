package dev.corridor.payment.events;

import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.Refund;
import dev.corridor.payment.v1.PaymentEvent;
import dev.corridor.payment.wire.PaymentMessages;
import java.util.Locale;

/** Events on the topic corridor.payment.v1: the payment at each status that it reaches. */
public final class PaymentEvents {
    private static final String PREFIX = "dev.corridor.payment.";

    private PaymentEvents() {}

    /** An event such as dev.corridor.payment.created. */
    public static OutboxEvent statusReached(Payment payment) {
        return event(payment, payment.status().name().toLowerCase(Locale.ROOT), PaymentEvent.newBuilder());
    }

    /** dev.corridor.payment.partially_refunded or dev.corridor.payment.refunded, with the refund. */
    public static OutboxEvent refunded(Payment payment, Refund refund) {
        return event(
                payment,
                payment.status().name().toLowerCase(Locale.ROOT),
                PaymentEvent.newBuilder().setRefund(PaymentMessages.of(refund)));
    }

    /** dev.corridor.payment.hold_expiring, some time before the hold expires. */
    public static OutboxEvent holdExpiring(Payment payment) {
        return event(payment, "hold_expiring", PaymentEvent.newBuilder());
    }

    private static OutboxEvent event(Payment payment, String type, PaymentEvent.Builder value) {
        return new OutboxEvent(
                payment.id().toString(),
                PREFIX + type,
                value.setPayment(PaymentMessages.of(payment)).build());
    }
}
