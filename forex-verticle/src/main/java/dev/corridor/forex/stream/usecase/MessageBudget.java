package dev.corridor.forex.stream.usecase;

/** Budget of messages that a client may send in one second. */
public final class MessageBudget {
    private static final long SECOND_MS = 1_000;

    private final int messagesPerSecond;
    private long windowStartMs = Long.MIN_VALUE;
    private int spent;

    public MessageBudget(int messagesPerSecond) {
        this.messagesPerSecond = messagesPerSecond;
    }

    /** Decision on a message. */
    public enum Verdict {
        ACCEPT,
        /** The first message beyond the budget of its second: answered with an error. */
        REFUSE,
        /** Further messages beyond the budget: not answered, since that would double the load. */
        IGNORE
    }

    public Verdict spend(long nowMs) {
        if (windowStartMs == Long.MIN_VALUE || nowMs - windowStartMs >= SECOND_MS) {
            windowStartMs = nowMs;
            spent = 0;
        }
        spent++;
        if (spent <= messagesPerSecond) {
            return Verdict.ACCEPT;
        }
        return spent == messagesPerSecond + 1 ? Verdict.REFUSE : Verdict.IGNORE;
    }
}
