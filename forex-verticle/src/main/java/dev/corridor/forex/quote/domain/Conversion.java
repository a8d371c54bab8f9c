package dev.corridor.forex.quote.domain;

import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What a conversion costs.
 *
 * @param source what the payer spends
 * @param target what the receiver gets
 * @param rate target units for one source unit, as applied
 * @param mid the middle price at the same moment
 */
public record Conversion(Money source, Money target, BigDecimal rate, BigDecimal mid, Instant pricedAt) {}
