package dev.corridor.benchmarks.measure;

import java.time.Duration;

/** Something that can be driven at full speed for a while. */
@FunctionalInterface
public interface Load {
    /** Blocks the calling thread, which must not be an event loop. */
    Sample drive(Duration length);
}
