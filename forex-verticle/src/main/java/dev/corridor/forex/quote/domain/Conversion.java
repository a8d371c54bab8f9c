package dev.corridor.forex.quote.domain;

import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A priced conversion.
 *
 * @param source amount that the payer spends
 * @param target amount that the payee gets
 * @param rate applied rate: units of the target currency for one unit of the source currency
 * @param mid mid price at the same moment
 */
public record Conversion(Money source, Money target, BigDecimal rate, BigDecimal mid, Instant pricedAt) {}
