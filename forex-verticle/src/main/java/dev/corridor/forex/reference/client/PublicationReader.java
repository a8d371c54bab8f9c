package dev.corridor.forex.reference.client;

import dev.corridor.forex.reference.domain.RatePublication;
import java.util.Iterator;

/** Iterates over publications, newest first. Its methods block: not for an event loop. */
public interface PublicationReader extends Iterator<RatePublication>, AutoCloseable {

    /** @throws UnreadablePublication */
    @Override
    boolean hasNext();

    @Override
    void close();
}
