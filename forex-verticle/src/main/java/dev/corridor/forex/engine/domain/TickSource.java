package dev.corridor.forex.engine.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Source of live prices: the tick engine, a recording, or the feed of a market. One a process.
 *
 * <p>Only the process that holds the lease has an open session. A feed connects when a session opens, buffers the
 * prices that its venue pushes (beyond the bound of the buffer: the newest of each pair), and returns them at the next
 * step.
 */
public interface TickSource {

    /** Returns the pairs that this source prices now. Any thread. */
    List<Instrument> instruments();

    /** Opens a session. Blocks, so it runs on a worker; the session then belongs to one event loop. */
    Session open(Start start);

    /**
     * Position from which a session continues, so that no sequence number is published twice.
     *
     * @param checkpoint of the last session
     * @param step the last step that may have been published; the session begins there
     * @param lastTicks the last tick of every pair if this process has all of them; otherwise empty, and sequence
     *     numbers between the checkpoint and the step may be used up
     */
    record Start(Checkpoint checkpoint, long step, List<Tick> lastTicks) {}

    /** Session that makes ticks step by step. No method blocks. */
    interface Session {

        /** Returns the last step made. */
        long step();

        /**
         * Makes the next step: the ticks of all pairs whose price changed by {@code now}, in order per pair, each with
         * the sequence number after its last. A step may have no ticks. The first step has every pair.
         *
         * @return empty when the source has ended; its prices are out of date soon after
         */
        Optional<TickBatch> next(Instant now);

        /** Returns the last tick of every pair again. */
        List<Tick> lastTicks(Instant now);

        /** Returns the state from which another session can continue, here or in another process. */
        Checkpoint checkpoint();

        void close();
    }
}
