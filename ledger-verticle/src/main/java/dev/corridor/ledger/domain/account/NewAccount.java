package dev.corridor.ledger.domain.account;

import dev.corridor.kit.value.Metadata;

/** Account to open. */
public record NewAccount(AccountSpec spec, Metadata metadata) {}
