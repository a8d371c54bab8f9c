package dev.corridor.ledger.store;

import dev.corridor.ledger.domain.BookedPosting;

/** A posting about to be written for the first time, with the correlation id of the request that asked for it. */
record FreshPosting(BookedPosting posting, String correlationId) {}
