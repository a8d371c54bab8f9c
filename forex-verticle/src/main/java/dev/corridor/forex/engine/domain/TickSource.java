package dev.corridor.forex.engine.domain;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where live prices come from: the tick engine, a recording, or the feed of a market. One a process.
 *
 * <p>Only the process that holds the lease has a session open. A feed connects when one is opened, takes what its venue pushes
 * into a bounded buffer (the newest per pair when it is more than that), and hands over what has come at each step.
 */
public interface TickSource {

    /** The pairs that it prices, as of now. Any thread. */
    List<Instrument> instruments();

    /** Begins to make ticks. Does not block; the session belongs to the caller's event loop. */
    Future<Session> open(Beginning beginning);

    /**
     * Where ticks are to begin, so that no number is given out twice.
     *
     * @param checkpoint what the last session has left
     * @param step no step beyond it has been told; the session begins there
     * @param told the last tick of every pair, where this process has heard all of them; else none: between the checkpoint and
     *     the step may be numbers that it has not heard
     */
    record Beginning(Checkpoint checkpoint, long step, List<Tick> told) {}

    /** Ticks being made. Its calls don't block. */
    interface Session {

        /** The last step made. */
        long step();

        /**
         * Makes the next step: what has a new price by {@code now}, in order per pair, each with the number after its last; maybe
         * nothing. The first step has every pair.
         *
         * @return empty when there will be no more; prices are out of date soon after
         */
        Optional<TickBatch> next(Instant now);

        /** The last tick of every pair once more. */
        List<Tick> standing(Instant now);

        /** From where to go on, here or elsewhere. */
        Checkpoint checkpoint();

        void close();
    }
}
