package dev.corridor.forex.reference.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The publication that a rate comes from, and whether and why it is stale.
 *
 * @param asOf day of the publication
 * @param staleness reason why the publication is not from the requested day; empty when it is
 * @param nextDue time when the provider's next publication is due
 */
public record RateProvenance(LocalDate asOf, String provider, Optional<Staleness> staleness, Instant nextDue) {
    public boolean stale() {
        return staleness.isPresent();
    }
}
