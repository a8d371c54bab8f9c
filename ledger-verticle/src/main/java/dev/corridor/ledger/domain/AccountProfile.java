package dev.corridor.ledger.domain;

import dev.corridor.kit.text.Metadata;

/**
 * An account with what only people and services that look after it need.
 *
 * @param revision how many times state, limit or metadata have been set
 */
public record AccountProfile(Account account, Metadata metadata, long revision) {}
