package dev.corridor.forex.source;

import dev.corridor.forex.domain.ReferenceRates;
import io.vertx.core.Future;
import java.time.LocalDate;

/** Where reference rates come from. Its calls don't block. */
public interface ReferenceSource {

    /** The newest publication there is. */
    Future<ReferenceRates> newest();

    /** Publications, newest first, at least all those after {@code day}. The caller reads and closes them on a worker. */
    Future<PublicationReader> since(LocalDate day);

    /** Ends what is under way. */
    Future<Void> close();
}
