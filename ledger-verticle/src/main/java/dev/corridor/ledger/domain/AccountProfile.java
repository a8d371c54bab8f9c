package dev.corridor.ledger.domain;

import dev.corridor.kit.text.Metadata;

/** An account with what only people and services that look after it need. */
public record AccountProfile(Account account, Metadata metadata) {}
