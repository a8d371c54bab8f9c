package dev.corridor.forex.reference.events;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every verticle of the process, or of the cluster, that the table has publications it had not. */
public final class ReferenceRateUpdates {
    private static final Logger LOG = LoggerFactory.getLogger(ReferenceRateUpdates.class);
    private static final String ADDRESS = "forex.reference-rates.published";

    private ReferenceRateUpdates() {}

    public static void tell(Vertx vertx) {
        vertx.eventBus().publish(ADDRESS, "");
    }

    /** Has {@code reader} read the table again, on the caller's event loop. */
    public static void follow(Vertx vertx, Supplier<Future<Void>> reader) {
        vertx.eventBus().<String>consumer(ADDRESS, news -> reader.get()
                .onFailure(unread -> LOG.atWarn().setCause(unread).log("news of reference rates could not be read")));
    }
}
