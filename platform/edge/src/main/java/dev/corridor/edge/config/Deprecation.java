package dev.corridor.edge.config;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * Announcement that a version of an API will end (RFC 9745, RFC 8594).
 *
 * @param since when the version became deprecated
 * @param sunset when the version may stop to answer; empty: not decided
 * @param successor the version that replaces it
 * @param link a page that tells how to move
 */
public record Deprecation(Instant since, Optional<Instant> sunset, Optional<String> successor, Optional<URI> link) {}
