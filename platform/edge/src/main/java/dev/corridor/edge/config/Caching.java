package dev.corridor.edge.config;

import java.time.Duration;
import java.util.Set;

/**
 * Caching of responses at the edge.
 *
 * @param time how long a response is fresh whose service does not say so itself
 * @param operations ids of public GET operations
 */
public record Caching(Duration time, Set<String> operations) {
    public Caching {
        operations = Set.copyOf(operations);
    }
}
