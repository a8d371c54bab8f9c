package dev.corridor.edge.quota;

/** Calls of one window that an event loop has taken from the shared counter and may answer by itself. */
final class Lease {
    private final long window;
    private final long limit;
    private final long size;
    private long granted;
    private long used;
    /** The shared counter when it was last read: the calls that all event loops have taken. */
    private long taken;

    /**
     * @param window number of the window
     * @param limit calls that all event loops may answer in the window
     * @param size calls to take at once
     */
    Lease(long window, long limit, long size) {
        this.window = window;
        this.limit = limit;
        this.size = size;
    }

    boolean isOf(long number) {
        return window == number;
    }

    /** Returns how many calls to take from the shared counter. @param waiting calls that wait for them */
    long toTake(long waiting) {
        return Math.max(size, waiting - left());
    }

    /**
     * Adds calls that were taken from the shared counter, as far as the limit has room for them.
     *
     * @param asked calls that were added to the counter
     * @param total the counter after that
     */
    void add(long asked, long total) {
        long room = Math.max(0, limit - (total - asked));
        granted += Math.min(asked, room);
        taken = Math.max(taken, total);
    }

    /** Adds calls without the shared counter, which does not answer: the limit counts for this event loop alone. */
    void addAlone(long asked) {
        add(asked, Math.max(taken, granted) + asked);
    }

    boolean has(long calls) {
        return left() >= calls;
    }

    /** Whether the shared counter has reached the limit, so that no calls can be added in this window. */
    boolean isLast() {
        return taken >= limit;
    }

    boolean isLow() {
        return size > 1 && left() < size / 2 && !isLast();
    }

    void use(long calls) {
        used += calls;
    }

    /** Returns the calls that are left in the window, as far as this event loop knows. */
    long remaining() {
        return Math.max(0, limit - taken) + left();
    }

    private long left() {
        return granted - used;
    }
}
