package dev.corridor.forex.domain;

import dev.corridor.kit.money.Money;
import java.math.BigDecimal;

/**
 * What an amount is worth at reference rates. Nobody's offer.
 *
 * @param rate as the publication has it, or a cross of {@link ReferenceRates#CROSS_PRECISION}; the target comes from the
 *     exact quotient
 */
public record Worth(Money source, Money target, BigDecimal rate, DatedRates at) {}
