package dev.corridor.edge.config;

import java.util.Set;

/**
 * Callers who may call no API (WSO2: deny policies).
 *
 * @param addresses of callers, as the edge sees them
 * @param applications by client id
 * @param users by id
 */
public record Blocked(Set<String> addresses, Set<String> applications, Set<String> users) {
    public Blocked {
        addresses = Set.copyOf(addresses);
        applications = Set.copyOf(applications);
        users = Set.copyOf(users);
    }
}
