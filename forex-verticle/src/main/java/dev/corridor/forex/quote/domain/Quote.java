package dev.corridor.forex.quote.domain;

import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.UUID;

/**
 * A conversion whose price is promised to its owner until it expires. It can be used once.
 *
 * @param owner subject of the token that created the quote
 * @param rate promised rate: units of the target currency for one unit of the source currency
 * @param mid mid price when the quote was created
 */
public record Quote(
        UUID id,
        String owner,
        Money source,
        Money target,
        BigDecimal rate,
        BigDecimal mid,
        Instant createdAt,
        Instant expiresAt) {
    private static final MathContext MARKUP_PRECISION = new MathContext(4, RoundingMode.HALF_EVEN);

    /** Returns the difference between mid price and rate, as a fraction of the mid price: 0.0005 is five basis points. Never negative. */
    public BigDecimal markup() {
        return mid.subtract(rate).divide(mid, MARKUP_PRECISION);
    }

    /** Returns the fee in the source currency, which is zero: the house earns the markup. */
    public Money fee() {
        return new Money(0, source.currency());
    }
}
