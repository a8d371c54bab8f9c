package dev.corridor.kit.stream;

import dev.corridor.kit.error.Problem;

/** Connection of an open stream over one transport. Belongs to one event loop. */
public interface StreamConnection {
    /** Limit of a write queue that is not a stream's: Netty's default. */
    int DEFAULT_QUEUE_BYTES = 64 * 1024;

    /** Returns whether the write queue has reached its limit; nothing should be written then. */
    boolean isFull();

    /** Sets the limit of the write queue. */
    void limitQueue(int bytes);

    /** @param drained called when the write queue has room again */
    void onDrain(Runnable drained);

    /** Ends the stream from this side, and tells the client why if it still reads. */
    void end(Problem reason);
}
