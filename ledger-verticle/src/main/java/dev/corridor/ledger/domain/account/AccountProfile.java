package dev.corridor.ledger.domain.account;

import dev.corridor.kit.value.Metadata;

/** An account with what only people and services that look after it need. */
public record AccountProfile(Account account, Metadata metadata) {}
