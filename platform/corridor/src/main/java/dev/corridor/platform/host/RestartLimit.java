package dev.corridor.platform.host;

import dev.corridor.embedded.ServerProcess;
import dev.corridor.platform.home.CommandFailure;

/** Limit on the restarts of one process, because restarting does not mend a process that ends again and again. */
final class RestartLimit {
    private static final int MAX_RESTARTS = 5;

    private int restarts;

    /** @throws CommandFailure when the process has been restarted too often already */
    synchronized void countRestart(ServerProcess ended) {
        if (++restarts > MAX_RESTARTS) {
            throw new CommandFailure("it has ended " + restarts + " times. Its last output: " + ended.lastLogLines());
        }
    }
}
