package dev.corridor.forex.reference.domain;

import java.time.LocalDate;

/**
 * The publication that applies on a date.
 *
 * @param date the requested day
 */
public record DatedRates(LocalDate date, RatePublication rates, RateProvenance provenance) {}
