package dev.corridor.forex.reference.domain;

import dev.corridor.kit.value.Currency;
import java.time.LocalDate;

/**
 * A currency that a provider publishes or has published.
 *
 * @param first day of its first rate
 * @param last day of its last rate so far
 * @param discontinued whether the newest publication lacks it
 */
public record PublishedCurrency(Currency currency, LocalDate first, LocalDate last, boolean discontinued) {}
