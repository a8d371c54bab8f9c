package dev.corridor.edge.proxy;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * Limits of what a caller sends on a WebSocket: the size of a message, the frames that it is cut into, and pings. The services have the
 * same limit of a message; here it is known from the head of a frame, before its bytes are passed on.
 */
final class FrameLimits {
    static final int MAX_MESSAGE_BYTES = 64 * 1024;
    static final int MAX_FRAMES_PER_MESSAGE = 256;
    static final int MAX_CONTROL_FRAMES_PER_WINDOW = 300;

    private static final long WINDOW_NANOS = 60_000_000_000L;
    private static final int POLICY_VIOLATION = 1008;
    private static final int MESSAGE_TOO_BIG = 1009;

    private final FrameReader frames = new FrameReader();
    private long messageBytes;
    private int messageFrames;
    private int controlFrames;
    private int dataFrames;
    private long windowEndsNanos;
    private Violation violation;

    /** Limit that the caller has exceeded, as the code and reason of a close frame. */
    record Violation(int code, String reason) {}

    FrameLimits(long nowNanos) {
        this.windowEndsNanos = nowNanos + WINDOW_NANOS;
    }

    /** Reads what the caller has sent. @return the number of data frames that begin in these bytes */
    int check(Buffer bytes, long nowNanos) {
        if (nowNanos - windowEndsNanos >= 0) {
            windowEndsNanos = nowNanos + WINDOW_NANOS;
            controlFrames = 0;
        }
        dataFrames = 0;
        frames.read(bytes, this::check);
        return dataFrames;
    }

    /** The first limit that was exceeded. */
    Optional<Violation> violation() {
        return Optional.ofNullable(violation);
    }

    private void check(FrameReader.Head frame) {
        if (frame.isControl()) {
            controlFrames++;
            require(
                    controlFrames <= MAX_CONTROL_FRAMES_PER_WINDOW,
                    POLICY_VIOLATION,
                    "More than " + MAX_CONTROL_FRAMES_PER_WINDOW + " control frames in a minute.");
            return;
        }
        dataFrames++;
        messageFrames++;
        // No overflow: a message that is too big is refused at its first frame.
        messageBytes = frame.length() > MAX_MESSAGE_BYTES ? Long.MAX_VALUE : messageBytes + frame.length();
        require(
                messageBytes <= MAX_MESSAGE_BYTES,
                MESSAGE_TOO_BIG,
                "A message has at most " + MAX_MESSAGE_BYTES + " bytes.");
        require(
                messageFrames <= MAX_FRAMES_PER_MESSAGE,
                MESSAGE_TOO_BIG,
                "A message has at most " + MAX_FRAMES_PER_MESSAGE + " frames.");
        if (frame.isFinal()) {
            messageBytes = 0;
            messageFrames = 0;
        }
    }

    private void require(boolean isWithin, int code, String reason) {
        if (!isWithin && violation == null) {
            violation = new Violation(code, reason);
        }
    }
}
