package dev.corridor.forex.stream.api.stream;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.stream.OpenStream;
import dev.corridor.kit.stream.StreamBudget;
import dev.corridor.kit.stream.StreamConnection;

/** Streams for tests of what a session holds. */
final class Streams {
    private static final long BUDGET_BYTES = 1024 * 1024;

    private Streams() {}

    /** Returns a stream whose connection is never used. */
    static OpenStream unused() {
        return new OpenStream(new Unused(), new StreamBudget(BUDGET_BYTES), () -> 0);
    }

    private static final class Unused implements StreamConnection {
        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void limitQueue(int bytes) {}

        @Override
        public void onDrain(Runnable drained) {}

        @Override
        public void end(Problem reason) {
            throw new AssertionError("ended: " + reason.code());
        }
    }
}
