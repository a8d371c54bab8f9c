package dev.corridor.payment.store;

import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.payment.domain.Payment;
import java.util.Optional;

/**
 * A payment about to be written, with what is written only if it is.
 *
 * @param payment new, or one version after the one it replaces
 * @param event what is told of it
 */
record PaymentWrite(Payment payment, Optional<OutboxEvent> event) {}
