package dev.corridor.forex.reference.events;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifies every verticle of the process, or of the cluster, that publications were added to the table. */
public final class ReferenceRateUpdates {
    private static final Logger LOG = LoggerFactory.getLogger(ReferenceRateUpdates.class);
    private static final String ADDRESS = "forex.reference-rates.published";

    private ReferenceRateUpdates() {}

    public static void publish(Vertx vertx) {
        vertx.eventBus().publish(ADDRESS, "");
    }

    /** Calls {@code reader} on the caller's event loop whenever publications were added. */
    public static void subscribe(Vertx vertx, Supplier<Future<Void>> reader) {
        vertx.eventBus().<String>consumer(ADDRESS, update -> reader.get()
                .onFailure(unread -> LOG.atWarn().setCause(unread).log("added reference rates could not be read")));
    }
}
