package dev.corridor.edge.oauth.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Authorization that a user gave to a client. Its tokens name it in the claim {@code grant_id}, so that they can be revoked together.
 */
public record Grant(UUID id, String clientId, String userId, List<String> scopes, Instant createdAt) {
    public Grant {
        scopes = List.copyOf(scopes);
    }
}
