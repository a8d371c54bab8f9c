package dev.corridor.ledger.domain.account;

import dev.corridor.kit.value.Metadata;

/** Account with its metadata, which postings do not need. */
public record AccountProfile(Account account, Metadata metadata) {}
