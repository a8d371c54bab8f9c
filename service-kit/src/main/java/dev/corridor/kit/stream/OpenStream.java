package dev.corridor.kit.stream;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.TokenVerifier;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * One open stream: its connection, the token that it was opened with, and the memory that it holds. Made by {@link
 * OpenStreams}. Belongs to one event loop.
 */
public final class OpenStream {
    private static final long NOT_FULL = -1;

    private final StreamConnection connection;
    private final StreamBudget budget;
    private final LongSupplier millis;
    private final Promise<Void> closed = Promise.promise();
    private Runnable drained = () -> {};
    private Caller caller;
    private boolean checking;
    private boolean ending;
    private long fullForAtMostMs = Long.MAX_VALUE;
    private long fullSinceMs = NOT_FULL;
    private int queueLimit;
    private int queuedWhenFull;
    private long heldBytes;

    public OpenStream(StreamConnection connection, StreamBudget budget, LongSupplier millis) {
        this.connection = connection;
        this.budget = budget;
        this.millis = millis;
        connection.onDrain(this::drained);
    }

    /** Returns whether nothing should be written, because the client is slower than its messages. */
    public boolean isFull() {
        boolean full = connection.isFull();
        if (full && fullSinceMs == NOT_FULL) {
            fullSinceMs = millis.getAsLong();
            queuedWhenFull = queueLimit;
        }
        return full;
    }

    /** @param listener called when there is room again */
    public void onDrain(Runnable listener) {
        drained = listener;
    }

    private void drained() {
        fullSinceMs = NOT_FULL;
        drained.run();
    }

    /** Ends the stream with slow_consumer when it accepts no data for that time. */
    public void endWhenFullFor(Duration limit) {
        fullForAtMostMs = limit.toMillis();
    }

    /**
     * Reserves memory for what this stream holds, such as its subscriptions, until {@link #release} or its end.
     *
     * @throws Problem overloaded
     */
    public void hold(long bytes) {
        if (!budget.hold(bytes)) {
            throw OpenStreams.overloaded();
        }
        heldBytes += bytes;
    }

    public void release(long bytes) {
        heldBytes -= bytes;
        budget.release(bytes);
    }

    /** Ends the stream with token_expired when this token expires or is revoked, unless it is renewed by then. */
    public void authorize(Caller holder) {
        caller = holder;
    }

    /** Completes when the stream has ended, from either side. Nothing may be written after that. */
    public Future<Void> closed() {
        return closed.future();
    }

    void limitQueue(int bytes) {
        queueLimit = bytes;
        connection.limitQueue(bytes);
    }

    void checkToken(TokenVerifier tokens) {
        if (caller == null || checking) {
            return;
        }
        var checked = caller;
        checking = true;
        tokens.verify(checked.token()).onComplete(verdict -> {
            checking = false;
            if (caller == checked && verdict.failed() && isRefused(verdict.cause())) {
                caller = null;
                end(Problem.of(StandardError.TOKEN_EXPIRED, "The token has expired, or was revoked."));
            }
        });
    }

    /** Only a verdict ends a stream: it stays open while the keys of the issuer cannot be fetched. */
    private static boolean isRefused(Throwable failure) {
        return failure instanceof Problem problem && problem.is(StandardError.UNAUTHENTICATED);
    }

    boolean isStalled() {
        return isFull() && fullMs() >= fullForAtMostMs && !ending;
    }

    /** Returns how long the client has accepted no data. */
    long fullMs() {
        return fullSinceMs == NOT_FULL ? 0 : millis.getAsLong() - fullSinceMs;
    }

    /** Returns whether this side has ended the stream, and its connection is not closed yet. */
    boolean isEnding() {
        return ending;
    }

    int queuedBytes() {
        return isFull() ? queuedWhenFull : 0;
    }

    void endAsSlow() {
        end(Problem.of(StandardError.SLOW_CONSUMER, "The messages were not read in time."));
    }

    /** Ends the stream with shutdown. Without a reason its client would believe that it is complete. */
    public void shutDown() {
        end(Problem.of(StandardError.SHUTDOWN, "The service has ended the stream."));
    }

    private void end(Problem reason) {
        if (!ending && !closed.future().isComplete()) {
            ending = true;
            connection.end(reason);
        }
    }

    /** Called by the transport when the connection or the call has ended, whichever side ended it. */
    public void close() {
        if (closed.tryComplete()) {
            budget.closed(heldBytes);
        }
    }
}
