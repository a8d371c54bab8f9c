package dev.corridor.forex.reference.domain;

import java.time.LocalDate;

/**
 * The publication that holds on a date.
 *
 * @param date the day that was asked for
 */
public record DatedRates(LocalDate date, RatePublication rates, RateProvenance standing) {}
