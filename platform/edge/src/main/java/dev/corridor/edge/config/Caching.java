package dev.corridor.edge.config;

import java.time.Duration;
import java.util.Set;

/**
 * Caching of an API's responses at the edge.
 *
 * @param time how long a response is fresh whose service does not say so itself
 * @param notFoundTime how long 404 and 410 are fresh at most; zero: they are not stored
 * @param operations ids of public GET operations
 */
public record Caching(Duration time, Duration notFoundTime, Set<String> operations) {
    public Caching {
        operations = Set.copyOf(operations);
    }

    /**
     * Bounds of the memory that stored responses take in one process.
     *
     * @param maxTotalBytes of all responses with their keys and headers
     * @param maxResponseBytes of one body; a larger response is passed on and not stored
     */
    public record Bounds(long maxTotalBytes, int maxResponseBytes) {}
}
