package dev.corridor.kit;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;

/** Waits for what happens beside the test. */
public final class Eventually {
    private static final long LOOK_EVERY_MS = 20;

    private Eventually() {}

    public static void until(Vertx vertx, BooleanSupplier condition) {
        Promise<Void> met = Promise.promise();
        long timer = vertx.setPeriodic(LOOK_EVERY_MS, look -> {
            if (condition.getAsBoolean()) {
                met.tryComplete();
            }
        });
        met.future().onComplete(done -> vertx.cancelTimer(timer)).await();
    }
}
