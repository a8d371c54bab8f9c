package dev.corridor.edge.usage.domain;

/** Number of billable calls of one key. */
public record Usage(UsageKey key, long calls) {}
