package dev.corridor.ledger.domain;

import dev.corridor.kit.text.Metadata;

/** An account that shall be there, and what to find it by. */
public record AccountToOpen(AccountSpec spec, Metadata metadata) {}
