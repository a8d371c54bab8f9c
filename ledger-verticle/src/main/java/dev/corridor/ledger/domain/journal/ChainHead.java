package dev.corridor.ledger.domain.journal;

import dev.corridor.ledger.domain.Sha256;

/** Where a chain of the journal ends: its last batch's place and hash; zero and zero when it has none. */
public record ChainHead(int chain, long sequence, Sha256 hash) {}
