package dev.corridor.forex.reference.client;

import dev.corridor.forex.reference.domain.RatePublication;
import java.util.Iterator;

/** Publications one after the other, newest first. Blocks; not for an event loop. */
public interface PublicationReader extends Iterator<RatePublication>, AutoCloseable {

    /** @throws UnreadablePublication */
    @Override
    boolean hasNext();

    @Override
    void close();
}
