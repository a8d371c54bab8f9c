package dev.corridor.forex.reference.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What has to be said of every figure.
 *
 * @param asOf the day of the publication the figures are from
 * @param staleness why they are not from the day that was asked for; empty when they are
 * @param nextDue when the provider's next publication is due
 */
public record RateProvenance(LocalDate asOf, String provider, Optional<Staleness> staleness, Instant nextDue) {
    public boolean stale() {
        return staleness.isPresent();
    }
}
