package dev.corridor.forex.reference.domain;

import java.time.LocalDate;
import java.util.Currency;

/**
 * A currency that a provider publishes, or has published.
 *
 * @param first the day of the first publication that has it
 * @param last the day of the last one so far
 * @param discontinued the newest publication has it no more
 */
public record PublishedCurrency(Currency currency, LocalDate first, LocalDate last, boolean discontinued) {}
