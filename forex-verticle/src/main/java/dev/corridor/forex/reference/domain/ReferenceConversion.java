package dev.corridor.forex.reference.domain;

import dev.corridor.kit.value.Money;
import java.math.BigDecimal;

/**
 * What an amount is worth at reference rates. Nobody's offer.
 *
 * @param rate as the publication has it, or a cross of {@link RatePublication#CROSS_PRECISION}; the target comes from the
 *     exact quotient
 */
public record ReferenceConversion(Money source, Money target, BigDecimal rate, DatedRates at) {}
