package dev.corridor.forex.reference.domain;

import dev.corridor.kit.value.Money;
import java.math.BigDecimal;

/**
 * The indicative value of an amount at reference rates. It is no offer to deal.
 *
 * @param rate the published rate, or a cross of {@link RatePublication#CROSS_PRECISION}; the target is computed from the exact
 *     quotient
 */
public record ReferenceConversion(Money source, Money target, BigDecimal rate, DatedRates at) {}
