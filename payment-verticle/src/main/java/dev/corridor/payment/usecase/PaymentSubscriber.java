package dev.corridor.payment.usecase;

import dev.corridor.kit.stream.OpenStream;
import dev.corridor.payment.domain.Payment;

/** Receiver of a subscription's messages: one open stream of a transport. */
public interface PaymentSubscriber {
    /** Tells whether the stream's write queue is full; messages then wait until {@link PaymentSubscription#drain}. */
    boolean isFull();

    /** Returns the stream, for the memory of the messages that wait. */
    OpenStream stream();

    /** @param cursor the cursor from which a later subscription continues after this message */
    void send(Payment payment, String cursor);

    /** Sends that changes since the cursor have been deleted, and that the stream continues with new changes. */
    void sendGap();

    /** Ends the stream. Its client may subscribe again with its last cursor. */
    void end();
}
