package dev.corridor.kit.stream;

import io.vertx.core.Future;
import java.util.function.BooleanSupplier;

/**
 * Count of the bytes that are written to a stream and not sent, for transports whose own queue has no limit that can be
 * set: Vert.x has none for the streams of an HTTP/2 connection. Belongs to one event loop.
 */
public final class WriteQueue {
    private final BooleanSupplier isTransportFull;
    private int limitBytes = StreamConnection.DEFAULT_QUEUE_BYTES;
    private long queuedBytes;
    private boolean wasFull;
    private Runnable drained = () -> {};

    /** @param isTransportFull whether the transport's own queue has no room */
    public WriteQueue(BooleanSupplier isTransportFull) {
        this.isTransportFull = isTransportFull;
    }

    public void limit(int bytes) {
        limitBytes = bytes;
    }

    /** @param listener called when there is room again, after the queue was found full */
    public void onDrain(Runnable listener) {
        drained = listener;
    }

    /** Counts a write until it is sent. */
    public Future<Void> add(int bytes, Future<Void> write) {
        queuedBytes += bytes;
        return write.onComplete(sent -> {
            queuedBytes -= bytes;
            checkDrained();
        });
    }

    public boolean isFull() {
        boolean full = queuedBytes >= limitBytes || isTransportFull.getAsBoolean();
        wasFull |= full;
        return full;
    }

    /** Called when something was sent, or the transport's own queue has room again. */
    public void checkDrained() {
        if (wasFull && queuedBytes <= limitBytes / 2 && !isTransportFull.getAsBoolean()) {
            wasFull = false;
            drained.run();
        }
    }
}
