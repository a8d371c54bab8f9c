package dev.corridor.ledger.domain.account;

import dev.corridor.kit.value.Metadata;

/** An account that shall be there, and what to find it by. */
public record NewAccount(AccountSpec spec, Metadata metadata) {}
