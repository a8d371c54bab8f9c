package dev.corridor.forex.reference.domain;

import java.time.LocalDate;

/**
 * The publication that applies on a date.
 *
 * @param date the requested day
 * @param rates the rates of the currencies that exist on that day
 */
public record DatedRates(LocalDate date, RatePublication rates, RateProvenance provenance) {

    public DatedRates {
        rates = rates.existingOn(date);
    }
}
