package dev.corridor.kit.connection;

/**
 * Room for connections within the file descriptors of a process: the limit without what everything else has open, and without a
 * reserve for the database, for other services and for files. It counts again before the reserve can be used up. Any thread.
 */
final class DescriptorRoom {
    private static final int RESERVED_PART = 8;
    private static final int MIN_RESERVE = 24;

    private final FileDescriptors descriptors;
    private final long limit;
    private final long reserve;
    private long connectionsWhenCounted;
    private long acceptedWhenCounted;
    private long room;

    DescriptorRoom(FileDescriptors descriptors) {
        this.descriptors = descriptors;
        this.limit = descriptors.limit();
        this.reserve = Math.max(MIN_RESERVE, limit / RESERVED_PART);
        count(0, 0);
    }

    /**
     * Returns how many more connections fit; negative when some must be closed.
     *
     * @param connections that are open
     * @param accepted connections since the start
     */
    synchronized long left(int connections, long accepted) {
        if (accepted - acceptedWhenCounted > reserve / 4) {
            count(connections, accepted);
        }
        return room - (connections - connectionsWhenCounted);
    }

    /** Whether so many connections too many have taken half of the reserve. */
    boolean isExceededBy(long tooMany) {
        return tooMany > reserve / 2;
    }

    /** Counts what is open. Called once a second. */
    synchronized void count(int connections, long accepted) {
        connectionsWhenCounted = connections;
        acceptedWhenCounted = accepted;
        room = limit - reserve - descriptors.open();
    }
}
