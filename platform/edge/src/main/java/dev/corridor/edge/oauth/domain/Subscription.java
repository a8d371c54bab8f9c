package dev.corridor.edge.oauth.domain;

import java.time.Instant;
import java.util.UUID;

/** Subscription of an application to one version of an API, with a plan. */
public record Subscription(
        UUID id, UUID applicationId, String apiName, String apiVersion, String plan, Instant createdAt) {}
