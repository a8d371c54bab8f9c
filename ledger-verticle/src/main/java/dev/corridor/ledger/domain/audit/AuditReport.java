package dev.corridor.ledger.domain.audit;

import java.util.Optional;

/**
 * Report of an audit.
 *
 * @param finding the first error found; empty when there is none
 */
public record AuditReport(long batches, long transfers, long accounts, int currencies, Optional<Finding> finding) {}
