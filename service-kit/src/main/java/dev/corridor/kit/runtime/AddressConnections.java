package dev.corridor.kit.runtime;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Counts of the open connections of each client address at each port of a process. Any thread. */
public final class AddressConnections {
    private final ConcurrentMap<Origin, Integer> counts = new ConcurrentHashMap<>();

    /** Address of a client, and the port that it has connected to. */
    record Origin(String address, int port) {}

    /** Counts a new connection. @return false when there are {@code limit} already */
    boolean add(Origin origin, int limit) {
        return counts.merge(origin, 1, Integer::sum) <= limit;
    }

    /** Counts the end of a connection for which {@link #add} was called. */
    void remove(Origin origin) {
        counts.computeIfPresent(origin, (same, count) -> count == 1 ? null : count - 1);
    }

    int count(Origin origin) {
        return counts.getOrDefault(origin, 0);
    }
}
