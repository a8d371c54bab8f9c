package dev.corridor.forex.stream.usecase;

/** How many messages a client may send in one second. */
public final class MessageBudget {
    private static final long SECOND_MS = 1_000;

    private final int messagesPerSecond;
    private long windowStartMs = Long.MIN_VALUE;
    private int spent;

    public MessageBudget(int messagesPerSecond) {
        this.messagesPerSecond = messagesPerSecond;
    }

    /** What to do with a message. */
    public enum Verdict {
        TAKE,
        /** The first one too many of its second. */
        REFUSE,
        /** More of the same; answering each would only make the flood two-way. */
        IGNORE
    }

    public Verdict spend(long nowMs) {
        if (windowStartMs == Long.MIN_VALUE || nowMs - windowStartMs >= SECOND_MS) {
            windowStartMs = nowMs;
            spent = 0;
        }
        spent++;
        if (spent <= messagesPerSecond) {
            return Verdict.TAKE;
        }
        return spent == messagesPerSecond + 1 ? Verdict.REFUSE : Verdict.IGNORE;
    }
}
