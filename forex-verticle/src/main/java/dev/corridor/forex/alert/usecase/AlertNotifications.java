package dev.corridor.forex.alert.usecase;

import dev.corridor.forex.alert.domain.Alert;
import io.vertx.core.Context;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Takes the alerts that were triggered, here or in another process, to this process's event loops. One a process; any thread. */
public final class AlertNotifications {
    private final List<Consumer<Alert>> listeners = new CopyOnWriteArrayList<>();

    /** From now on hears of every alert once, on its own event loop. */
    public void follow(Context context, Consumer<Alert> listener) {
        listeners.add(alert -> context.runOnContext(turn -> listener.accept(alert)));
    }

    void tell(Alert alert) {
        listeners.forEach(listener -> listener.accept(alert));
    }
}
