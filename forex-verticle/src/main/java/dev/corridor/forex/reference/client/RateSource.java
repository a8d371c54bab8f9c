package dev.corridor.forex.reference.client;

import dev.corridor.forex.reference.domain.RatePublication;
import io.vertx.core.Future;
import java.time.LocalDate;

/** Where reference rates come from. Its calls don't block. */
public interface RateSource {

    /** The newest publication there is. */
    Future<RatePublication> newest();

    /** Publications, newest first, at least all those after {@code day}. The caller reads and closes them on a worker. */
    Future<PublicationReader> since(LocalDate day);

    /** Ends what is under way. */
    Future<Void> close();
}
