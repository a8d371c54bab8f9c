package dev.corridor.kit.grpc;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.stream.WriteQueue;
import io.vertx.core.Future;

/** Way of the responses of one streaming call to its caller, over gRPC or over HTTP. Belongs to one event loop. */
public interface ResponseOutlet<R> {
    /** Sends the head of the response, if its transport has one that could not be sent before the call was accepted. */
    void begin();

    /** Returns whether the call has ended, from either side; nothing may be written then. */
    boolean isOver();

    /** Completes when the call is over. */
    Future<Void> gone();

    /** Returns whether the transport has no room. */
    boolean isFull();

    /** @param drained called when the transport has room again */
    void onDrain(Runnable drained);

    /** Writes a message, and counts its bytes in the queue until they are sent. */
    Future<Void> write(R message, WriteQueue queue);

    void end();

    /** Ends the responses for a reason, which a caller that still reads receives. */
    void end(Problem reason);
}
