package dev.corridor.payment.store;

import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.payment.domain.Payment;
import java.util.Optional;

/**
 * A payment to write, with the event that is stored only if the payment is written.
 *
 * @param payment a new payment, or the next version of a stored one
 */
record PaymentWrite(Payment payment, Optional<OutboxEvent> event) {}
