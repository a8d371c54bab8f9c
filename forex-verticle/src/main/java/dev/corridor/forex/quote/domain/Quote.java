package dev.corridor.forex.quote.domain;

import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.UUID;

/**
 * A conversion whose price is promised to its owner until it expires. Used up once.
 *
 * @param owner subject of the token it was made for
 * @param rate target units for one source unit, as promised
 * @param mid the middle price when it was made: what the rate is held against
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

    /** What of the middle price the rate leaves out, as a part of it: 0.0005 is five basis points. Never negative. */
    public BigDecimal markup() {
        return mid.subtract(rate).divide(mid, MARKUP_PRECISION);
    }

    /** What is taken beside the rate, in the source currency: nothing. */
    public Money fee() {
        return new Money(0, source.currency());
    }
}
