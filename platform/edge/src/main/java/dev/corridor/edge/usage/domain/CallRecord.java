package dev.corridor.edge.usage.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * Finished request to an API.
 *
 * @param operation id of the operation; "" if the contract has none for the request
 * @param application id of the caller's application; "" if it is not known
 */
public record CallRecord(
        Instant at, String api, String version, String operation, String application, int status, Duration latency) {}
