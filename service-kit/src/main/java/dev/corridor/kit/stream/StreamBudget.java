package dev.corridor.kit.stream;

import dev.corridor.kit.config.Settings;

/** Budget of memory for all connections and open streams of a process. Any thread. */
public final class StreamBudget {
    static final int MAX_QUEUE_BYTES = StreamConnection.DEFAULT_QUEUE_BYTES;
    /** A few messages, so that a socket is written to less often than once a message. */
    static final int MIN_QUEUE_BYTES = 1024;
    /** Heap of a connection, with its socket, pipeline and queue, as measured. */
    static final int CONNECTION_BYTES = 5 * 1024;
    /** Heap of a stream that queues nothing, with its session, as measured. */
    static final int STREAM_BYTES = 2 * 1024;
    /** New streams are refused beyond it; what open streams still subscribe to may use the rest. */
    private static final double NEARLY_USED = 0.95;

    private static final int MIN_BYTES = 1024 * 1024;

    private final long bytes;
    private int connections;
    private int streams;
    private long heldBytes;
    private long queuedBytes;

    public StreamBudget(long bytes) {
        this.bytes = bytes;
    }

    /** Reads STREAM_MEMORY_BYTES. @param longLivedBytes heap for long-lived objects; half of it is the default */
    public static StreamBudget from(Settings settings, long longLivedBytes) {
        int half = (int) Math.max(MIN_BYTES, Math.min(Integer.MAX_VALUE, longLivedBytes / 2));
        return new StreamBudget(settings.integer("STREAM_MEMORY_BYTES", half, MIN_BYTES, Integer.MAX_VALUE));
    }

    /** Counts a new connection. @return false when there is no memory for it; it counts all the same until its end */
    public synchronized boolean connected() {
        connections++;
        return fixedBytes() <= bytes;
    }

    public synchronized void disconnected() {
        connections--;
    }

    /** Returns whether another stream fits. */
    synchronized boolean hasRoom() {
        return fixedBytes() + MIN_QUEUE_BYTES * (streams + 1L) + STREAM_BYTES <= bytes * NEARLY_USED;
    }

    synchronized void opened() {
        streams++;
    }

    synchronized void closed(long heldByStream) {
        streams--;
        heldBytes -= heldByStream;
    }

    /** Reserves memory for what a stream holds. @return false when there is not enough */
    synchronized boolean hold(long more) {
        boolean fits = fixedBytes() + more + (long) MIN_QUEUE_BYTES * streams <= bytes;
        if (fits) {
            heldBytes += more;
        }
        return fits;
    }

    synchronized void release(long fewer) {
        heldBytes -= fewer;
    }

    /**
     * Returns what each stream may queue now. It is a power of two, so that the limits of all streams change only when
     * their number has doubled or halved.
     */
    synchronized int queueLimit() {
        long each = (bytes - fixedBytes()) / Math.max(1, streams);
        return (int) Math.max(MIN_QUEUE_BYTES, Math.min(MAX_QUEUE_BYTES, Long.highestOneBit(Math.max(1, each))));
    }

    /** Adds to what all streams queue. @return the bytes that are queued beyond the budget; not positive when all fit */
    synchronized long queueMore(long more) {
        queuedBytes += more;
        return fixedBytes() + queuedBytes - bytes;
    }

    /** Returns the open streams of the process. */
    public synchronized int streams() {
        return streams;
    }

    /** Returns the memory that connections and streams take when they queue nothing. */
    public synchronized long fixedBytes() {
        return heldBytes + (long) connections * CONNECTION_BYTES + (long) streams * STREAM_BYTES;
    }

    public long bytes() {
        return bytes;
    }
}
