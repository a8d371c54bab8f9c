package dev.corridor.ledger.domain.journal;

import dev.corridor.ledger.domain.Sha256;

/** Head of a hash chain: sequence and hash of its last batch. Both are zero for an empty chain. */
public record ChainHead(int chain, long sequence, Sha256 hash) {}
