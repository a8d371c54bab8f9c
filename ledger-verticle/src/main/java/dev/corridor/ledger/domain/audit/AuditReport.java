package dev.corridor.ledger.domain.audit;

import java.util.Optional;

/**
 * What an audit has read, and what it found.
 *
 * @param finding the first thing that is wrong; empty: the books are whole
 */
public record AuditReport(long batches, long transfers, long accounts, int currencies, Optional<Finding> finding) {}
