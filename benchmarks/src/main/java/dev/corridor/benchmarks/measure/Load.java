package dev.corridor.benchmarks.measure;

import java.time.Duration;

/** Load that is put on a server for a given time. */
@FunctionalInterface
public interface Load {
    /** Runs the load. Blocks the calling thread, which must not be an event loop. */
    Sample run(Duration length);
}
