package dev.corridor.platform.host;

import dev.corridor.embedded.ServerProcess;
import dev.corridor.platform.home.CommandFailure;

/** How often one process has been started again: something that ends again and again is not mended by that. */
final class RestartLimit {
    private static final int MOST = 5;

    private int taken;

    /** @throws CommandFailure when it was started again too often already */
    synchronized void take(ServerProcess ended) {
        if (++taken > MOST) {
            throw new CommandFailure("That was the " + taken + "th time. It last said: " + ended.lastWords());
        }
    }
}
