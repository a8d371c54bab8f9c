package dev.corridor.forex.alert.usecase;

import dev.corridor.forex.alert.domain.Alert;
import io.vertx.core.Context;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Passes triggered alerts of all processes to this process's event loops. One per process; thread-safe. */
public final class AlertNotifications {
    private final List<Consumer<Alert>> listeners = new CopyOnWriteArrayList<>();

    /** Calls {@code listener} once for each triggered alert, on its own event loop. */
    public void onTriggered(Context context, Consumer<Alert> listener) {
        listeners.add(alert -> context.runOnContext(turn -> listener.accept(alert)));
    }

    void publish(Alert alert) {
        listeners.forEach(listener -> listener.accept(alert));
    }
}
