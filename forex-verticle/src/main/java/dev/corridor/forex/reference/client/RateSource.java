package dev.corridor.forex.reference.client;

import dev.corridor.forex.reference.domain.RatePublication;
import io.vertx.core.Future;
import java.time.LocalDate;

/** A source of reference rates. Its methods do not block. */
public interface RateSource {

    /** Returns the newest publication of the source. */
    Future<RatePublication> newest();

    /** Returns at least all publications after {@code day}, newest first. The caller reads and closes them on a worker thread. */
    Future<PublicationReader> since(LocalDate day);

    /** Ends downloads in flight. */
    Future<Void> close();
}
