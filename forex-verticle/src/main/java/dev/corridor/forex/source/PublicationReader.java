package dev.corridor.forex.source;

import dev.corridor.forex.domain.ReferenceRates;
import java.util.Iterator;

/** Publications one after the other, newest first. Blocks; not for an event loop. */
public interface PublicationReader extends Iterator<ReferenceRates>, AutoCloseable {

    /** @throws UnreadablePublication */
    @Override
    boolean hasNext();

    @Override
    void close();
}
